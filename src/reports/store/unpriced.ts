import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Reach } from './readings.ts'

export type UnpricedRow = { day: CostDay; name: string; tokens: string }

/** Usage of which a part has no price, by day and model, or by kind where the provider names no model. */
export async function unpricedUsage(
  db: Db,
  reach: Reach,
  span: { from: CostDay; to: CostDay },
): Promise<UnpricedRow[]> {
  const { rows } = await sql<UnpricedRow>`
    select used.cost_day as day, coalesce(series.model, series.kind) as name,
      sum(coalesce(used.input_tokens, 0) + coalesce(used.output_tokens, 0))::text as tokens
    from usage_days used
    join usage_series series on series.id = used.series_id
    join cost_scopes scope on scope.id = series.scope_id
    left join attribution held on held.organization_id = scope.organization_id and held.external_id = scope.external_id
      and used.cost_day >= held.from_day and (held.to_day is null or used.cost_day < held.to_day)
    left join project_team_days home on home.project_id = held.project_id
      and used.cost_day >= home.from_day and (home.to_day is null or used.cost_day < home.to_day)
    where used.unpriced and used.cost_day between ${span.from} and ${span.to}
      and (${reach.projectId ?? null}::uuid is null or held.project_id = ${reach.projectId ?? null})
      and (${reach.teamIds}::uuid[] is null or home.team_id = any(${reach.teamIds}::uuid[]))
    group by used.cost_day, coalesce(series.model, series.kind)`.execute(db)
  return rows
}

/** Those of some projects whose amounts of these days leave out usage without a price. */
export async function unpricedProjects(
  db: Db,
  projectIds: readonly string[],
  span: { from: CostDay; to: CostDay },
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct project_id as id from project_days
    where project_id = any(${projectIds}::uuid[]) and cost_day between ${span.from} and ${span.to} and unpriced`.execute(
    db,
  )
  return new Set(rows.map((row) => row.id))
}
