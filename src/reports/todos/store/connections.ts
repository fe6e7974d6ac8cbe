import { sql } from 'kysely'
import type { CostDay } from '../../../platform/cost-day.ts'
import type { Db } from '../../../platform/db/database.ts'

export type BrokenKey = { teamId: string; teamName: string; last4: string; code: string; since: Date }

export async function brokenKeys(db: Db, teamIds: readonly string[] | null): Promise<BrokenKey[]> {
  const { rows } = await sql<BrokenKey>`
    select team.id as "teamId", team.name as "teamName", key.last4, key.problem_code as code, key.problem_since as since
    from admin_keys key join teams team on team.id = key.team_id
    where key.state = 'broken' and team.archived_at is null
      and (${teamIds}::uuid[] is null or team.id = any(${teamIds}::uuid[]))
    order by key.problem_since`.execute(db)
  return rows
}

export type TeamGap = {
  teamId: string
  teamName: string
  hasKey: boolean
  unboundProjects: number
  unboundProjectId: string | null
}

/** Teams that lack a working key, or have projects that no Project ID feeds. */
export async function teamGaps(db: Db, teamIds: readonly string[] | null): Promise<TeamGap[]> {
  const { rows } = await sql<TeamGap>`
    select * from (
      select team.id as "teamId", team.name as "teamName", team.created_at,
        exists (select from admin_keys key where key.team_id = team.id) as "hasKey",
        (select count(*) from projects project where project.team_id = team.id and project.archived_at is null
          and not exists (select from bindings held where held.project_id = project.id)) as "unboundProjects",
        (select project.id from projects project where project.team_id = team.id and project.archived_at is null
          and not exists (select from bindings held where held.project_id = project.id)
          order by project.created_at desc limit 1) as "unboundProjectId"
      from teams team
      where team.archived_at is null and (${teamIds}::uuid[] is null or team.id = any(${teamIds}::uuid[]))) as gap
    where not "hasKey" or "unboundProjects" > 0 order by created_at`.execute(db)
  return rows
}

export type StuckCollection = { teamId: string; teamName: string; code: string; at: Date; retryAt: Date | null }

/** Organizations whose latest collection failed for good, or waits after a failure to be tried again. */
export async function stuckCollections(db: Db, teamIds: readonly string[] | null): Promise<StuckCollection[]> {
  const { rows } = await sql<StuckCollection>`
    select key.team_id as "teamId", team.name as "teamName", latest.problem_code as code,
      coalesce(latest.finished_at, latest.started_at, latest.created_at) as at, latest.waiting_until as "retryAt"
    from (select distinct on (organization_id) * from collections order by organization_id, created_at desc) as latest
    join admin_keys key on key.id = latest.admin_key_id join teams team on team.id = key.team_id
    where latest.state in ('failed', 'waiting') and latest.problem_code is not null
      and key.state = 'active' and key.organization_id = latest.organization_id
      and (${teamIds}::uuid[] is null or key.team_id = any(${teamIds}::uuid[]))`.execute(db)
  return rows
}

export async function doubtedDays(db: Db): Promise<{ day: CostDay; since: Date }[]> {
  const { rows } = await sql<{ day: CostDay; since: Date }>`
    select cost_day as day, doubted_at as since from billed_days where doubted_at is not null
    order by cost_day desc limit 5`.execute(db)
  return rows
}
