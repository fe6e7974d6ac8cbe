import { sql } from 'kysely'
import { type CostDay, daysBetween } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'

type Stay = { projectId: string; from: CostDay; to: CostDay }

/** The days on which each project was in a team that the viewer may see; null for an admin, who sees every day. */
export async function seenDays(
  db: Db,
  teamIds: readonly string[] | null,
  projectIds: readonly string[],
  span: { from: CostDay; to: CostDay },
): Promise<Map<string, ReadonlySet<CostDay>> | null> {
  if (teamIds === null) return null
  const { rows } = await sql<Stay>`
    select project_id as "projectId", greatest(from_day, ${span.from}) as "from", least(to_day - 1, ${span.to}) as "to"
    from project_team_days
    where project_id = any(${projectIds}::uuid[]) and team_id = any(${teamIds}::uuid[])
      and from_day <= ${span.to} and (to_day is null or to_day > ${span.from})`.execute(db)
  const stays = Map.groupBy(rows, (row) => row.projectId)
  return new Map(
    projectIds.map((id) => [id, new Set((stays.get(id) ?? []).flatMap((stay) => daysBetween(stay.from, stay.to)))]),
  )
}
