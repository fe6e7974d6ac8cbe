import { type RawBuilder, sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'

/** A project, and the teams whose days of it may be seen; null: all of them. */
export type Reach = { projectId: string; teamIds: readonly string[] | null }

/** A project that moved shows a team the days that it was with it. */
export function seenDays({ projectId, teamIds }: Reach): RawBuilder<unknown> {
  if (teamIds === null) return sql`one.project_id = ${projectId}`
  return sql`one.project_id = ${projectId} and exists (
    select from project_team_days home where home.project_id = ${projectId} and home.team_id = any(${teamIds}::uuid[])
      and one.cost_day >= home.from_day and (home.to_day is null or one.cost_day < home.to_day))`
}

/** Which of these days are. */
export async function daysSeen(db: Db, reach: Reach, days: readonly CostDay[]): Promise<ReadonlySet<CostDay>> {
  const { rows } = await sql<{ day: CostDay }>`
    select one.cost_day as day from (select ${reach.projectId}::uuid as project_id, day::date as cost_day
      from unnest(${days}::date[]) as day) one where ${seenDays(reach)}`.execute(db)
  return new Set(rows.map(({ day }) => day))
}
