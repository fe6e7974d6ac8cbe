import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'

export type WithoutTask = { projectId: string; id: string; responseId: string; costDay: CostDay }

/** Outcomes that came since then, say no task, and name a response: its call may have come after them. */
export async function findWithoutTask(db: Db, since: Date, limit: number): Promise<WithoutTask[]> {
  const { rows } = await sql<WithoutTask>`
    select project_id as "projectId", id, response_id as "responseId", cost_day as "costDay" from outcomes
    where task = '' and response_id is not null and not says_task and removed_at is null and recorded_at >= ${since}
    order by recorded_at desc limit ${limit}`.execute(db)
  return rows
}

/** Answers with how many went. */
export async function dropSinglesBefore(db: Db, day: CostDay, limit: number): Promise<number> {
  const { rows } = await sql`
    delete from outcomes where ctid = any(array(select ctid from outcomes where cost_day < ${day} limit ${limit}))
    returning 1`.execute(db)
  return rows.length
}

/** The trace of single outcomes goes with them; that of totals stays. */
export async function dropSingleChangesBefore(db: Db, day: CostDay): Promise<void> {
  await sql`delete from outcome_changes where outcome_id is not null and cost_day < ${day}`.execute(db)
}
