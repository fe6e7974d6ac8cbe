import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { Period } from '../periods.ts'

export type SeenBreach = {
  projectId: string
  projectName: string
  teamId: string
  period: Period
  periodStart: CostDay
  highest: number
}

export async function findBreach(db: Db, id: string): Promise<SeenBreach | null> {
  const { rows } = await sql<SeenBreach>`
    select project.id as "projectId", project.name as "projectName", breach.team_id as "teamId", breach.period,
      breach.period_start as "periodStart", breach.highest_percent as highest
    from breaches breach join projects project on project.id = breach.project_id
    where breach.id = ${id}`.execute(db)
  return rows[0] ?? null
}

/** False: somebody was quicker. */
export async function markAcknowledged(
  tx: Tx,
  id: string,
  by: { personId: string | null; name: string },
  at: Date,
): Promise<boolean> {
  const { rows } = await sql`
    update breaches set acknowledged_at = ${at}, acknowledged_by = ${by.personId}, acknowledged_name = ${by.name}
    where id = ${id} and acknowledged_at is null returning id`.execute(tx)
  return rows.length > 0
}
