import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import { USUAL_REACH_DAYS } from '../usual-day.ts'

export type Asked = { projectId: string; day: CostDay }
export type SpendRow = { projectId: string; day: CostDay; spend: string }

/**
 * What these projects are known to have spent on the days asked for and on the 28 days before each, in USD. A day that was
 * read and holds nothing is a known zero, but not before a project's first cost. `teamIds: null` sees all days, anybody
 * else those on which the project was in one of these teams.
 */
export async function knownSpend(db: Db, teamIds: readonly string[] | null, asked: readonly Asked[]) {
  const projectIds = [...new Set(asked.map((one) => one.projectId))]
  const days = [...new Set(asked.map((one) => one.day))]
  const { rows } = await sql<SpendRow>`
    with held as materialized (
      select distinct organization_id, project_id, from_day, to_day from attribution
      where project_id = any(${projectIds}::uuid[])),
    stays as materialized (
      select project_id, from_day, to_day from project_team_days
      where project_id = any(${projectIds}::uuid[]) and (${teamIds}::uuid[] is null or team_id = any(${teamIds}::uuid[]))),
    wanted as (
      select distinct project.id as project_id, back.day::date as day
      from unnest(${projectIds}::uuid[]) as project (id)
      cross join unnest(${days}::date[]) as asked (day)
      cross join lateral generate_series(asked.day - ${USUAL_REACH_DAYS}::int, asked.day, interval '1 day') as back (day)),
    firsts as (
      select project_id, min(cost_day) as day from project_days where project_id = any(${projectIds}::uuid[]) group by project_id)
    select wanted.project_id as "projectId", wanted.day, coalesce(sums.amount, 0)::text as spend
    from wanted
    join firsts on firsts.project_id = wanted.project_id and firsts.day <= wanted.day
    left join project_days sums
      on sums.project_id = wanted.project_id and sums.cost_day = wanted.day and sums.currency = 'USD'
    where exists (
        select from stays where stays.project_id = wanted.project_id
          and stays.from_day <= wanted.day and (stays.to_day is null or wanted.day < stays.to_day))
      and (sums.amount is not null or exists (
        select from held join billed_days bill on bill.organization_id = held.organization_id and bill.cost_day = wanted.day
        where held.project_id = wanted.project_id
          and held.from_day <= wanted.day and (held.to_day is null or wanted.day < held.to_day)))
    order by wanted.project_id, wanted.day`.execute(db)
  return rows
}

export async function teamOfProject(db: Db, projectId: string): Promise<string | null> {
  const { rows } = await sql<{ teamId: string }>`
    select team_id as "teamId" from projects where id = ${projectId}`.execute(db)
  return rows[0]?.teamId ?? null
}
