import { sql } from 'kysely'
import { addDays, type CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import { type Alarm, heldBack, standings } from './limits.ts'

export type ListedProject = {
  projectId: string
  name: string
  teamId: string
  teamName: string
  archivedAt: Date | null
  bindingCount: number
  workingKeys: number
  brokenKeys: number
  today: string | null
  yesterday: string | null
  last7Days: string | null
  previous7Days: string | null
  last30Days: string | null
  alarm: Alarm | null
}

export type ListRequest = {
  teamIds: readonly string[] | null
  teamId: string | undefined
  search: string | undefined
  archived: boolean
  sort: 'last7Days' | 'last30Days' | 'today' | 'yesterday' | 'limit' | 'name' | 'change'
  state: 'attention' | 'exceeded' | 'warning' | 'blocked' | 'unread' | undefined
  offset: number
  limit: number
  yesterday: CostDay
  currency: string
}

const ORDER = {
  last7Days: sql`coalesce(sums.last7, 0) desc`,
  last30Days: sql`coalesce(sums.last30, 0) desc`,
  today: sql`coalesce(sums.today, 0) desc`,
  yesterday: sql`coalesce(sums.yesterday, 0) desc`,
  limit: sql`standing.fullest desc nulls last`,
  name: sql`lower(project.name)`,
  change: sql`case when sums.before7 > 0 then coalesce(sums.last7, 0) / sums.before7 end desc nulls last`,
}

// Any key of the organizations that the project is bound to reads its costs, whichever team the key is of.
const keysIn = (state: 'active' | 'broken') => sql`(
  select count(*) from bindings held join admin_keys key on key.organization_id = held.organization_id
  where held.project_id = project.id and held.to_at is null and key.state = ${state})`
const keyCounts = sql`${keysIn('active')} as "workingKeys", ${keysIn('broken')} as "brokenKeys"`

const isUnread = sql`${keysIn('active')} = 0 or standing.worst = 'no-data'`
const STATES = {
  attention: sql`held.back is not null or standing.worst is not null or ${isUnread}`,
  exceeded: sql`standing.worst = 'exceeded'`,
  warning: sql`standing.worst = 'warning'`,
  blocked: sql`held.back is not null`,
  unread: isUnread,
}

export async function listProjects(db: Db, wanted: ListRequest): Promise<ListedProject[]> {
  const { yesterday } = wanted
  const { rows } = await sql<ListedProject>`
    with sums as (
      select project_id,
        sum(amount) filter (where cost_day > ${yesterday}::date) as today,
        sum(amount) filter (where cost_day = ${yesterday}::date) as yesterday,
        sum(amount) filter (where cost_day > ${yesterday}::date - 7 and cost_day <= ${yesterday}::date) as last7,
        sum(amount) filter (where cost_day <= ${yesterday}::date - 7 and cost_day > ${yesterday}::date - 14) as before7,
        sum(amount) filter (where cost_day <= ${yesterday}::date) as last30
      from project_days
      where cost_day > ${yesterday}::date - 30 and cost_day <= ${yesterday}::date + 1 and currency = ${wanted.currency}
        and (${wanted.teamIds}::uuid[] is null or team_id = any(${wanted.teamIds}::uuid[]))
      group by project_id)
    select project.id as "projectId", project.name, project.team_id as "teamId", team.name as "teamName",
      project.archived_at as "archivedAt",
      (select count(*) from bindings held where held.project_id = project.id and held.to_at is null) as "bindingCount",
      ${keyCounts}, sums.today::text as today, sums.yesterday::text as yesterday, sums.last7::text as "last7Days",
      sums.before7::text as "previous7Days", sums.last30::text as "last30Days", coalesce(held.back, standing.worst) as alarm
    from projects project join teams team on team.id = project.team_id left join sums on sums.project_id = project.id
    left join (${standings(addDays(yesterday, 1))}) as standing on standing.project_id = project.id
    cross join lateral (select ${heldBack} as back) held
    where (project.archived_at is not null) = ${wanted.archived}
      and (${wanted.teamIds}::uuid[] is null or project.team_id = any(${wanted.teamIds}::uuid[]))
      and (${wanted.teamId ?? null}::uuid is null or project.team_id = ${wanted.teamId ?? null})
      and (${wanted.search ?? null}::text is null or strpos(lower(project.name), lower(${wanted.search ?? null})) > 0)
      and (${wanted.state ? STATES[wanted.state] : sql`true`})
    order by ${ORDER[wanted.sort]}, lower(project.name), project.id
    limit ${wanted.limit} offset ${wanted.offset}`.execute(db)
  return rows
}

export type TopRow = {
  projectId: string
  name: string
  teamId: string
  teamName: string
  workingKeys: number
  brokenKeys: number
  last7Days: string | null
  yesterday: string | null
}

/**
 * The dearest projects of a week and the running day among those of some teams, by what they cost while they were in them:
 * what began to run away an hour ago is among them.
 */
export async function topProjects(
  db: Db,
  wanted: { teamIds: readonly string[] | null; from: CostDay; to: CostDay; currency: string; limit: number },
): Promise<TopRow[]> {
  const { rows } = await sql<TopRow>`
    with top as (
      select project_id, sum(amount) as total, sum(amount) filter (where cost_day <= ${wanted.to}::date) as week,
        sum(amount) filter (where cost_day = ${wanted.to}::date) as day
      from project_days
      where cost_day between ${wanted.from} and ${wanted.to}::date + 1 and currency = ${wanted.currency}
        and (${wanted.teamIds}::uuid[] is null or team_id = any(${wanted.teamIds}::uuid[])
          and project_id in (select id from projects where team_id = any(${wanted.teamIds}::uuid[])))
      group by project_id order by total desc limit ${wanted.limit})
    select project.id as "projectId", project.name, team.id as "teamId", team.name as "teamName",
      ${keyCounts}, top.week::text as "last7Days", top.day::text as yesterday
    from top join projects project on project.id = top.project_id join teams team on team.id = project.team_id
    order by top.total desc, project.name`.execute(db)
  return rows
}

export type ProjectHead = {
  id: string
  teamId: string
  archivedAt: Date | null
  bindingCount: number
  workingKeys: number
  brokenKeys: number
}

export async function findProject(db: Db, id: string): Promise<ProjectHead | null> {
  const { rows } = await sql<ProjectHead>`
    select project.id, project.team_id as "teamId", project.archived_at as "archivedAt",
      (select count(*) from bindings held where held.project_id = project.id and held.to_at is null) as "bindingCount",
      ${keyCounts}
    from projects project where project.id = ${id}`.execute(db)
  return rows[0] ?? null
}

export async function teamExists(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`select from teams where id = ${id}`.execute(db)
  return rows.length > 0
}
