import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import type { UsageLine } from '../cause.ts'
import type { MinuteCalls } from '../onset.ts'
import type { Asked } from './spend.ts'

/** Kinds of use that are counted in tokens. */
const TOKEN_KINDS = ['completions', 'embeddings', 'moderations']

export type UsedRow = UsageLine & { projectId: string; day: CostDay }

/** What these projects used on these days, by model, key and user. One unknown count makes its sum unknown. */
export async function usedLines(db: Db, asked: readonly Asked[]): Promise<UsedRow[]> {
  const { rows } = await sql<UsedRow>`
    with asked as (${askedRows(asked)}),
    held as materialized (${heldScopes(asked.map((one) => one.projectId))})
    select asked.project_id as "projectId", asked.day, series.model, series.api_key_id as "keyId", series.user_id as "userId",
      series.kind = any(${TOKEN_KINDS}::text[]) as "hasTokens",
      case when count(used.requests) = count(*) then sum(used.requests)::text end as calls,
      case when count(used.input_tokens) = count(*)
        then sum(used.input_tokens + coalesce(used.output_tokens, 0))::text end as tokens,
      sum(used.cost)::text as cost, bool_or(used.unpriced) as "isUnpriced"
    from asked
    join held on held.project_id = asked.project_id
      and held.from_day <= asked.day and (held.to_day is null or asked.day < held.to_day)
    join usage_series series on series.scope_id = held.scope_id
    join usage_days used on used.series_id = series.id and used.cost_day = asked.day
    group by asked.project_id, asked.day, series.model, series.api_key_id, series.user_id, "hasTokens"`.execute(db)
  return rows
}

/** Which of these project-days had their usage read, were it nothing. */
export async function readUsage(db: Db, asked: readonly Asked[]): Promise<Asked[]> {
  const { rows } = await sql<Asked>`
    with asked as (${askedRows(asked)}),
    held as materialized (${heldScopes(asked.map((one) => one.projectId))})
    select asked.project_id as "projectId", asked.day from asked
    where exists (
        select from project_days sums where sums.project_id = asked.project_id and sums.cost_day = asked.day
          and sums.estimated is not null)
      or exists (
        select from held join usage_readings answer on answer.organization_id = held.organization_id
          and answer.starts_at >= asked.day::timestamp at time zone 'UTC'
          and answer.starts_at < (asked.day + 1)::timestamp at time zone 'UTC'
        where held.project_id = asked.project_id
          and held.from_day <= asked.day and (held.to_day is null or asked.day < held.to_day))`.execute(db)
  return rows
}

/** Calls by minute since `from`, and up to when they are known; null: nothing is known. */
export async function callsByMinute(
  db: Db,
  projectId: string,
  from: Date,
): Promise<{ calls: MinuteCalls[]; until: Date | null }> {
  const { rows: calls } = await sql<MinuteCalls>`
    with held as materialized (${heldScopes([projectId])})
    select used.minute as at, sum(used.requests)::float8 as calls
    from held join usage_series series on series.scope_id = held.scope_id
    join usage_minutes used on used.series_id = series.id and used.minute >= ${from} and used.span = 1
    where used.requests is not null and held.from_day <= (used.minute at time zone 'UTC')::date
      and (held.to_day is null or (used.minute at time zone 'UTC')::date < held.to_day)
    group by used.minute order by used.minute`.execute(db)
  const { rows: marks } = await sql<{ until: Date | null }>`
    with held as materialized (${heldScopes([projectId])})
    select max(mark.seen_until) as until from usage_watermarks mark
    where mark.organization_id in (select organization_id from held where to_day is null)`.execute(db)
  return { calls, until: marks[0]?.until ?? null }
}

function askedRows(asked: readonly Asked[]) {
  const projectIds = asked.map((one) => one.projectId)
  const days = asked.map((one) => one.day)
  return sql`select distinct project_id, day from unnest(${projectIds}::uuid[], ${days}::date[]) as pair (project_id, day)`
}

/** Read once: the view looks at all bindings, whichever project is asked for. */
function heldScopes(projectIds: readonly string[]) {
  return sql`
    select attribution.project_id, attribution.organization_id, attribution.from_day, attribution.to_day, scope.id as scope_id
    from attribution join cost_scopes scope
      on scope.organization_id = attribution.organization_id and scope.external_id = attribution.external_id
    where attribution.project_id = any(${[...new Set(projectIds)]}::uuid[])`
}
