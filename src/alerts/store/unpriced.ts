import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Tx } from '../../platform/db/database.ts'

export type UnpricedModel = { name: string; calls: number; projects: number }

/** Models whose use since that day lacks a price, and of which nobody was told yet. */
export async function listUnpriced(tx: Tx, since: CostDay): Promise<UnpricedModel[]> {
  const { rows } = await sql<UnpricedModel>`
    select coalesce(series.model, series.kind) as name, coalesce(sum(used.requests), 0)::float8 as calls,
      count(distinct series.scope_id) as projects
    from usage_days used join usage_series series on series.id = used.series_id
    where used.unpriced and used.cost_day >= ${since}
      and not exists (select from alerts told where told.key = 'price-unknown:' || coalesce(series.model, series.kind))
    group by name order by name`.execute(tx)
  return rows
}
