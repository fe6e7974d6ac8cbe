import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'
import type { UsageKind } from '../../pricing/index.ts'
import type { SeriesKey } from '../usage.ts'
import { numberScopes } from './names.ts'

/** The numbers of these series, in their order; those never seen before are added. Two that say the same share one. */
export async function numberSeries(
  tx: Tx,
  organizationId: string,
  kind: UsageKind,
  series: readonly SeriesKey[],
): Promise<number[]> {
  const scopes = await numberScopes(tx, organizationId, [...new Set(series.map((one) => one.externalId))])
  const names = series.map((one) => `${scopes.get(one.externalId)} ${identityOf(one)}`)
  const known = await seriesOf(tx, organizationId, kind)
  const added = new Map(
    series.map((one, place) => [names[place] ?? '', one] as const).filter(([name]) => !known.has(name)),
  )
  if (added.size > 0) {
    await insertSeries(
      tx,
      kind,
      [...added].map(([name, one]) => ({ ...one, scopeId: Number(name.split(' ')[0]) })),
    )
    for (const [name, id] of await seriesOf(tx, organizationId, kind)) known.set(name, id)
  }
  return names.map((name) => {
    const id = known.get(name)
    if (id === undefined) throw new Error('a series of the usage was not numbered')
    return id
  })
}

/** Everything but the scope and the kind, which the table tells apart by itself. */
function identityOf(series: SeriesKey): string {
  const { model, batch, serviceTier, apiKeyId, userId, size, source, contextLevel, vectorStoreId } = series
  const parts = [model, batch, serviceTier, apiKeyId, userId, size, source, contextLevel, vectorStoreId]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)
}

async function seriesOf(tx: Tx, organizationId: string, kind: UsageKind): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; id: number }>`
    select series.scope_id || ' ' || series.identity as name, series.id
    from usage_series series join cost_scopes scope on scope.id = series.scope_id
    where scope.organization_id = ${organizationId} and series.kind = ${kind}`.execute(tx)
  return new Map(rows.map((row) => [row.name, row.id]))
}

async function insertSeries(
  tx: Tx,
  kind: UsageKind,
  series: readonly (SeriesKey & { scopeId: number })[],
): Promise<void> {
  const list = <Value>(pick: (one: SeriesKey & { scopeId: number }) => Value) => series.map(pick)
  await sql`
    insert into usage_series (scope_id, kind, identity, model, batch, service_tier, api_key_id, user_id, size, source,
      context_level, vector_store_id)
    select added.scope_id, ${kind}, added.identity, model, batch, service_tier, api_key_id, user_id, size, source,
      context_level, vector_store_id
    from unnest(${list((one) => one.scopeId)}::int[], ${list(identityOf)}::text[], ${list((one) => one.model)}::text[],
      ${list((one) => one.batch)}::boolean[], ${list((one) => one.serviceTier)}::text[],
      ${list((one) => one.apiKeyId)}::text[], ${list((one) => one.userId)}::text[], ${list((one) => one.size)}::text[],
      ${list((one) => one.source)}::text[], ${list((one) => one.contextLevel)}::text[],
      ${list((one) => one.vectorStoreId)}::text[]) as added (scope_id, identity, model, batch, service_tier, api_key_id,
      user_id, size, source, context_level, vector_store_id)
    on conflict (scope_id, kind, identity) do nothing`.execute(tx)
}
