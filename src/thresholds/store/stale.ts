import { sql } from 'kysely'
import { costDayOf } from '../../platform/cost-day.ts'
import type { Tx } from '../../platform/db/database.ts'
import { startOfPeriod } from '../periods.ts'

/** Projects with a threshold whose state speaks of a former period, or says paused although the pause is over. */
export async function staleProjects(tx: Tx, at: Date): Promise<string[]> {
  const today = costDayOf(at)
  const { rows } = await sql<{ id: string }>`
    select distinct threshold.project_id as id
    from thresholds threshold join projects project on project.id = threshold.project_id
    where threshold.removed_at is null and project.archived_at is null and (
      threshold.judged_period is null
      or threshold.period = 'day' and threshold.judged_period < ${today}::date
      or threshold.period = 'week' and threshold.judged_period < ${startOfPeriod('week', today)}::date
      or threshold.state = 'paused' and (threshold.paused_until is null or threshold.paused_until <= ${at}))`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}
