import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'
import { endOfPeriod, type Period } from '../../thresholds/index.ts'

/** A limit that is exceeded now, that nobody has acknowledged and that nothing has stopped. */
export type Overdue = {
  breachId: string
  generation: number
  projectId: string
  projectName: string
  teamId: string
  teamName: string
  period: Period
  periodStart: string
  resetsAt: Date
  limit: string
  spend: string
  /** When 100 % was crossed, for the last time that it was armed. */
  exceededAt: Date
}

/** A block that is in force answers an alarm as well as an acknowledgement does. */
export async function listOverdue(tx: Tx): Promise<Overdue[]> {
  const { rows } = await sql<Omit<Overdue, 'resetsAt'>>`
    select breach.id as "breachId", breach.generation, breach.project_id as "projectId", project.name as "projectName",
      breach.team_id as "teamId", team.name as "teamName", breach.period, breach.period_start as "periodStart",
      breach.limit_usd::text as "limit", breach.spend::text as spend, min(level.crossed_at) as "exceededAt"
    from breaches breach
    join breach_levels level on level.breach_id = breach.id and level.percent >= 100 and level.rearmed_at is null
    join thresholds threshold on threshold.id = breach.threshold_id
    join projects project on project.id = breach.project_id
    join teams team on team.id = breach.team_id
    where breach.closed_at is null and breach.acknowledged_at is null and breach.highest_percent >= 100
      and threshold.removed_at is null and threshold.state <> 'paused'
      and not exists (
        select from blocks block where block.state = 'open' and block.grade = 'stop'
          and (block.project_id = breach.project_id or (block.project_id is null and block.team_id = breach.team_id)))
    group by breach.id, project.name, team.name
    order by "exceededAt", breach.id`.execute(tx)
  return rows.map((row) => ({ ...row, resetsAt: endOfPeriod(row.period, row.periodStart) }))
}
