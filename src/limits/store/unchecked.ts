import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'

export type UncheckedReason = 'unknown-cost' | 'no-database'
export type Unchecked = { projectId: string; costDay: CostDay; reason: UncheckedReason; calls: number }

const KEPT = '30 days'

export async function addUnchecked(db: Db, { projectId, costDay, reason, calls }: Unchecked): Promise<void> {
  await sql`
    insert into derived.unchecked_calls as known (project_id, cost_day, reason, calls, last_at)
    values (${projectId}, ${costDay}, ${reason}, ${calls}, clock_timestamp())
    on conflict (project_id, cost_day, reason) do update set calls = known.calls + excluded.calls, last_at = excluded.last_at`.execute(
    db,
  )
  await sql`delete from derived.unchecked_calls where last_at < clock_timestamp() - ${KEPT}::interval`.execute(db)
}

export type UncheckedProject = {
  projectId: string
  projectName: string
  teamId: string
  unknownCost: number
  noDatabase: number
}

/** Of the last day, where the limit is still a hard one. */
export async function uncheckedProjects(db: Db, teamIds: readonly string[] | null): Promise<UncheckedProject[]> {
  const { rows } = await sql<UncheckedProject>`
    select project.id as "projectId", project.name as "projectName", project.team_id as "teamId",
      coalesce(sum(calls) filter (where reason = 'unknown-cost'), 0)::bigint as "unknownCost",
      coalesce(sum(calls) filter (where reason = 'no-database'), 0)::bigint as "noDatabase"
    from derived.unchecked_calls unchecked
    join projects project on project.id = unchecked.project_id and project.archived_at is null
    where unchecked.last_at > clock_timestamp() - interval '1 day'
      and (${teamIds}::uuid[] is null or project.team_id = any(${teamIds}::uuid[]))
      and exists (select from thresholds where project_id = project.id and hard and removed_at is null)
    group by project.id order by lower(project.name), project.id`.execute(db)
  return rows
}
