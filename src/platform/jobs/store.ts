import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Trigger } from './job.ts'

export type RecordedRun = {
  name: string
  state: 'running' | 'done' | 'failed'
  trigger: Trigger
  startedAt: Date
  finishedAt: Date | null
  detail: string | null
}

const RUNS_SHOWN = 10
const RUNS_KEPT = 200

/** A job runs once at a time, so a row still running belongs to a process that died: it is closed here. */
export async function startRun(db: Db, run: { name: string; trigger: Trigger; at: Date }): Promise<string> {
  return db.transaction().execute(async (tx) => {
    await sql`
      update job_runs set state = 'failed', finished_at = ${run.at}, detail = '실행하던 서버가 멈추어 끝나지 못했습니다.'
      where name = ${run.name} and state = 'running'`.execute(tx)
    const { rows } = await sql<{ id: string }>`
      insert into job_runs (name, trigger, state, started_at) values (${run.name}, ${run.trigger}, 'running', ${run.at})
      returning id`.execute(tx)
    return rows[0]?.id ?? ''
  })
}

export async function finishRun(
  db: Db,
  run: { runId: string; name: string; state: 'done' | 'failed'; detail: string | null; at: Date },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // Nothing to tell: only the newest such row stays.
    await sql`
      delete from job_runs where name = ${run.name} and id <> ${run.runId} and state = 'done' and detail is null`.execute(
      tx,
    )
    await sql`
      update job_runs set state = ${run.state}, finished_at = ${run.at}, detail = ${run.detail}
      where id = ${run.runId}`.execute(tx)
    await sql`
      delete from job_runs where name = ${run.name} and id not in (
        select id from job_runs where name = ${run.name} order by started_at desc limit ${RUNS_KEPT})`.execute(tx)
  })
}

export async function recentRuns(db: Db): Promise<RecordedRun[]> {
  const { rows } = await sql<RecordedRun>`
    select name, state, trigger, started_at as "startedAt", finished_at as "finishedAt", detail from (
      select *, row_number() over (partition by name order by started_at desc) as place from job_runs) as numbered
    where place <= ${RUNS_SHOWN} order by name, "startedAt" desc`.execute(db)
  return rows
}
