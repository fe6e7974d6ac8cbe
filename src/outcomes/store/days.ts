import { sql } from 'kysely'
import { plainArray, textArray } from '../../platform/db/arrays.ts'
import type { Tx } from '../../platform/db/database.ts'
import type { DayKey, DaySums } from '../sum-days.ts'

const wantedOf = (days: readonly DayKey[]) => sql`
  unnest(${textArray(days.map(({ task }) => task))}::text[], ${plainArray(days.map(({ costDay }) => costDay))}::date[])
    as wanted (task, cost_day)`

/** What single outcomes of these days come to until now. */
export async function findSingleDays(tx: Tx, projectId: string, days: readonly DayKey[]): Promise<DaySums[]> {
  if (days.length === 0) return []
  const { rows } = await sql<DaySums>`
    select known.task, known.cost_day as "costDay", attempts, successes, trim_scale(feedback_sum)::text as "feedbackSum",
      feedback_count as "feedbackCount", counters
    from outcome_single_days known
    join ${wantedOf(days)} on known.task = wanted.task and known.cost_day = wanted.cost_day
    where project_id = ${projectId}`.execute(tx)
  return rows
}

export async function saveSingleDays(tx: Tx, projectId: string, days: readonly DaySums[]): Promise<void> {
  const empty = days.filter(({ attempts }) => attempts === 0)
  const kept = days.filter(({ attempts }) => attempts > 0)
  if (empty.length > 0) {
    await sql`
      delete from outcome_single_days known using ${wantedOf(empty)}
      where known.project_id = ${projectId} and known.task = wanted.task and known.cost_day = wanted.cost_day`.execute(
      tx,
    )
  }
  if (kept.length === 0) return
  await sql`
    insert into outcome_single_days
    select ${projectId}, given.* from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as given (task text,
      "costDay" date, attempts bigint, successes bigint, "feedbackSum" numeric, "feedbackCount" bigint, counters jsonb)
    on conflict (project_id, task, cost_day) do update set attempts = excluded.attempts, successes = excluded.successes,
      feedback_sum = excluded.feedback_sum, feedback_count = excluded.feedback_count, counters = excluded.counters`.execute(
    tx,
  )
}

/** Of each of these days what counts: its total, else its single outcomes, else nothing. */
export async function chooseDays(tx: Tx, projectId: string, days: readonly DayKey[]): Promise<void> {
  if (days.length === 0) return
  await sql`
    delete from outcome_days known using ${wantedOf(days)}
    where known.project_id = ${projectId} and known.task = wanted.task and known.cost_day = wanted.cost_day
      and not exists (select from outcome_totals t
        where t.project_id = ${projectId} and t.task = wanted.task and t.cost_day = wanted.cost_day)
      and not exists (select from outcome_single_days s
        where s.project_id = ${projectId} and s.task = wanted.task and s.cost_day = wanted.cost_day)`.execute(tx)
  await sql`
    insert into outcome_days
    select ${projectId}, t.task, t.cost_day, t.attempts, t.successes, coalesce(t.feedback_sum, 0),
      coalesce(t.feedback_count, 0), t.counters
    from outcome_totals t join ${wantedOf(days)} on t.task = wanted.task and t.cost_day = wanted.cost_day
    where t.project_id = ${projectId}
    union all
    select s.project_id, s.task, s.cost_day, s.attempts, s.successes, s.feedback_sum, s.feedback_count, s.counters
    from outcome_single_days s join ${wantedOf(days)} on s.task = wanted.task and s.cost_day = wanted.cost_day
    where s.project_id = ${projectId} and not exists (select from outcome_totals t
      where t.project_id = ${projectId} and t.task = s.task and t.cost_day = s.cost_day)
    on conflict (project_id, task, cost_day) do update set attempts = excluded.attempts, successes = excluded.successes,
      feedback_sum = excluded.feedback_sum, feedback_count = excluded.feedback_count, counters = excluded.counters`.execute(
    tx,
  )
}
