import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'
import { chosenAmount, ESTIMATE_CURRENCY } from './choose.ts'
import { pairs, type SeriesDay } from './usage-days.ts'

/**
 * Sums what the series of a scope cost on the days that changed and chooses the scope's one number anew. Answers with the
 * scopes by organization; null: what the provider gives to no project.
 */
export async function sumEstimates(tx: Tx, changed: readonly SeriesDay[]): Promise<Map<string, string[]>> {
  const amount = chosenAmount({
    settled: 'coalesce(read.settled, false)',
    billed: 'coalesce(kept.billed, read.nothing)',
    estimated: 'sum.cost',
  })
  const { rows } = await sql<{ organizationId: string; externalId: string | null }>`
    with touched as (
      select distinct series.scope_id, wanted.day from ${pairs(changed)} join usage_series series on series.id = wanted.series_id),
    sums as (
      select touched.scope_id, touched.day, sum(used.cost) as cost, coalesce(bool_or(used.unpriced), false) as unpriced
      from touched join usage_series series on series.scope_id = touched.scope_id
      left join usage_days used on used.series_id = series.id and used.cost_day = touched.day
      group by touched.scope_id, touched.day),
    chosen as (
      select sum.scope_id, sum.day, sum.cost, sum.unpriced, coalesce(kept.billed, read.nothing) as billed, ${amount} as amount
      from sums sum join cost_scopes scope on scope.id = sum.scope_id
      left join scope_days kept on kept.scope_id = sum.scope_id and kept.cost_day = sum.day and kept.currency = ${ESTIMATE_CURRENCY}
      left join (select organization_id, cost_day, settled, 0::numeric as nothing from billed_days) as read
        on read.organization_id = scope.organization_id and read.cost_day = sum.day),
    removed as (
      delete from scope_days kept using chosen
      where chosen.amount is null and kept.scope_id = chosen.scope_id and kept.cost_day = chosen.day
        and kept.currency = ${ESTIMATE_CURRENCY}),
    written as (
      insert into scope_days (scope_id, cost_day, currency, billed, estimated, unpriced, amount)
      select scope_id, day, ${ESTIMATE_CURRENCY}, billed, cost, unpriced, amount from chosen where amount is not null
      on conflict (scope_id, cost_day, currency) do update set billed = excluded.billed, estimated = excluded.estimated,
        unpriced = excluded.unpriced, amount = excluded.amount)
    select distinct scope.organization_id as "organizationId", scope.external_id as "externalId"
    from touched join cost_scopes scope on scope.id = touched.scope_id`.execute(tx)
  const scopes = new Map<string, string[]>()
  for (const { organizationId, externalId } of rows) {
    const known = scopes.get(organizationId) ?? []
    if (externalId !== null) known.push(externalId)
    scopes.set(organizationId, known)
  }
  return scopes
}
