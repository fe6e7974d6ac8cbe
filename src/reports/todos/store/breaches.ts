import { sql } from 'kysely'
import type { Db } from '../../../platform/db/database.ts'

export type OpenBreach = {
  id: string
  projectId: string
  projectName: string
  teamId: string
  teamName: string
  period: 'day' | 'week'
  limit: string
  spend: string
  ratio: number | null
  highest: number
  openedAt: Date
  acknowledgedBy: string | null
  heldBack: 'blocked' | 'slowed' | null
}

/** What is over a limit or near it in the period that is running, the furthest over first. */
export async function openBreaches(db: Db, teamIds: readonly string[] | null): Promise<OpenBreach[]> {
  const { rows } = await sql<OpenBreach>`
    select breach.id, project.id as "projectId", project.name as "projectName", team.id as "teamId",
      team.name as "teamName", breach.period, breach.limit_usd::text as "limit", breach.spend::text as spend,
      round(breach.spend / nullif(breach.limit_usd, 0), 4)::float8 as ratio, breach.highest_percent as highest,
      breach.opened_at as "openedAt",
      case when breach.acknowledged_at is not null then coalesce(breach.acknowledged_name, '') end as "acknowledgedBy",
      (select case when bool_or(block.grade = 'stop') then 'blocked' when count(*) > 0 then 'slowed' end from blocks block
        where block.state <> 'released' and (block.project_id = project.id
          or block.project_id is null and block.team_id = project.team_id)) as "heldBack"
    from breaches breach join projects project on project.id = breach.project_id
    join teams team on team.id = project.team_id
    where breach.closed_at is null and breach.highest_percent > 0 and project.archived_at is null
      and (${teamIds}::uuid[] is null or team.id = any(${teamIds}::uuid[]))
    order by breach.spend / nullif(breach.limit_usd, 0) desc nulls first, breach.spend desc, breach.opened_at`.execute(
    db,
  )
  return rows
}

export type DarkTeam = {
  teamId: string
  teamName: string
  projects: number
  /** The one there is; null: there are several. */
  projectId: string | null
  since: Date
}

/** Teams of whose projects nothing can be read, so that their thresholds watch nothing; a broken key is told apart. */
export async function darkTeams(db: Db, teamIds: readonly string[] | null): Promise<DarkTeam[]> {
  const { rows } = await sql<DarkTeam>`
    select team.id as "teamId", team.name as "teamName", count(distinct project.id) as projects,
      case when count(distinct project.id) = 1 then min(project.id::text) end as "projectId",
      min(threshold.no_data_since) as since
    from thresholds threshold join projects project on project.id = threshold.project_id
    join teams team on team.id = project.team_id
    where threshold.removed_at is null and threshold.no_data_since is not null
      and threshold.no_data_cause <> 'key-broken' and project.archived_at is null and team.archived_at is null
      and (${teamIds}::uuid[] is null or team.id = any(${teamIds}::uuid[]))
    group by team.id order by min(threshold.no_data_since)`.execute(db)
  return rows
}
