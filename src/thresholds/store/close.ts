import { type RawBuilder, sql } from 'kysely'
import { costDayOf } from '../../platform/cost-day.ts'
import type { Tx } from '../../platform/db/database.ts'
import { startOfPeriod } from '../periods.ts'
import type { BreachOver } from '../threshold.ts'

export type ClosedBreach = Omit<BreachOver, 'because' | 'at' | 'resetsAt'>

export function closeEnded(tx: Tx, at: Date): Promise<ClosedBreach[]> {
  const today = costDayOf(at)
  return close(
    tx,
    at,
    sql`(breach.period = 'day' and breach.period_start < ${today}::date
      or breach.period = 'week' and breach.period_start < ${startOfPeriod('week', today)}::date)`,
  )
}

export function closeOf(tx: Tx, thresholdId: string, at: Date): Promise<ClosedBreach[]> {
  return close(tx, at, sql`breach.threshold_id = ${thresholdId}`)
}

async function close(tx: Tx, at: Date, condition: RawBuilder<unknown>): Promise<ClosedBreach[]> {
  const { rows } = await sql<ClosedBreach>`
    update breaches breach set closed_at = ${at}
    from projects project join teams team on true
    where project.id = breach.project_id and team.id = breach.team_id and breach.closed_at is null and ${condition}
    returning breach.id as "breachId", breach.threshold_id as "thresholdId", breach.period,
      breach.period_start as "periodStart", project.id as "projectId", project.name as "projectName",
      team.id as "teamId", team.name as "teamName", breach.highest_percent as highest,
      trim_scale(breach.spend)::text as spend, trim_scale(breach.limit_usd)::text as "limit"`.execute(tx)
  return rows
}
