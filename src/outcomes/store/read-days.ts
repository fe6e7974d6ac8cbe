import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'

export type OutcomeDay = {
  projectId: string
  /** '' where nobody said. */
  task: string
  costDay: CostDay
  attempts: number
  successes: number
  /** `sum` of scores brought to 0–1. Null: nobody gave any. */
  feedback: { sum: string; count: number } | null
}

type Row = Omit<OutcomeDay, 'feedback'> & { sum: string; count: number }

/** What counts on the days from `from` to `to`, both included. */
export async function readOutcomeDays(
  db: Db,
  { projectIds, from, to }: { projectIds: readonly string[]; from: CostDay; to: CostDay },
): Promise<OutcomeDay[]> {
  const { rows } = await sql<Row>`
    select project_id as "projectId", task, cost_day as "costDay", attempts, successes,
      trim_scale(feedback_sum)::text as sum, feedback_count as count
    from outcome_days where project_id = any(${projectIds}::uuid[]) and cost_day between ${from} and ${to}
    order by project_id, cost_day, task`.execute(db)
  return rows.map(({ sum, count, ...day }) => ({ ...day, feedback: count === 0 ? null : { sum, count } }))
}

/** The scale on which a project shows its feedback; none where it has never had any. */
export async function readOutcomeScales(
  db: Db,
  projectIds: readonly string[],
): Promise<Map<string, { min: string; max: string }>> {
  const { rows } = await sql<{ projectId: string; min: string; max: string }>`
    select project_id as "projectId", trim_scale(low)::text as min, trim_scale(high)::text as max
    from outcome_scales where project_id = any(${projectIds}::uuid[])`.execute(db)
  return new Map(rows.map(({ projectId, min, max }) => [projectId, { min, max }]))
}
