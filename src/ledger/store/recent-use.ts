import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'

/** What one project at the provider has spent in these days, in USD; null: nothing is known of them. */
export async function spentAt(
  db: Db,
  externalId: string,
  days: { from: CostDay; to: CostDay },
): Promise<string | null> {
  const { rows } = await sql<{ amount: string | null }>`
    select sum(d.amount) as amount from scope_days d join cost_scopes s on s.id = d.scope_id
    where s.external_id = ${externalId} and d.currency = 'USD'
      and d.cost_day between ${days.from} and ${days.to}`.execute(db)
  return rows[0]?.amount ?? null
}

/** Models that a project at the provider uses: the busiest since `since` first, then those of the days from `fromDay` by cost. */
export async function modelsInUse(
  db: Db,
  externalId: string,
  window: { since: Date; fromDay: CostDay },
): Promise<string[]> {
  const { rows } = await sql<{ model: string }>`
    with own as (select s.id, s.model from usage_series s join cost_scopes c on c.id = s.scope_id
      where c.external_id = ${externalId} and s.model is not null),
    recent as (select own.model, sum(coalesce(m.input_tokens, 0) + 4 * coalesce(m.output_tokens, 0) + coalesce(m.requests, 0)) as weight
      from usage_minutes m join own on own.id = m.series_id where m.minute >= ${window.since} group by own.model),
    lately as (select own.model, sum(d.cost) as cost
      from usage_days d join own on own.id = d.series_id where d.cost_day >= ${window.fromDay} group by own.model)
    select model from lately full join recent using (model)
    order by weight desc nulls last, cost desc nulls last, model`.execute(db)
  return rows.map(({ model }) => model)
}

export type SeenCalls = {
  /** Every kind of usage of their organizations was asked for at this instant or later; null: one never was. */
  readAt: Date | null
  /** The newest minute with calls, whenever that was. */
  lastCallAt: Date | null
  /** In minutes that began at `since` or later. */
  calls: number
  models: string[]
}

/** What usage shows of calls of these projects at the provider. */
export async function callsSince(db: Db, externalIds: readonly string[], since: Date): Promise<SeenCalls> {
  const { rows } = await sql<SeenCalls>`
    with own as (select s.id, s.model, s.scope_id from usage_series s join cost_scopes c on c.id = s.scope_id
      where c.external_id = any(${externalIds}::text[])),
    made as (select m.minute, own.model, coalesce(m.requests, m.tool_calls, m.sessions, 0) as calls
      from usage_minutes m join own on own.id = m.series_id
      where coalesce(m.requests, m.tool_calls, m.sessions, 0) > 0),
    late as (select model, calls from made where minute >= ${since}),
    readings as (select w.requested_at from organization_projects o
      join usage_watermarks w on w.organization_id = o.organization_id where o.external_id = any(${externalIds}::text[]))
    select
      case when exists (select 1 from readings) and not exists (select 1 from readings where requested_at is null)
        then (select min(requested_at) from readings) end as "readAt",
      (select max(minute) from made) as "lastCallAt",
      (select coalesce(sum(calls), 0)::bigint from late) as calls,
      coalesce((select array_agg(model order by sum desc) from (select model, sum(calls) as sum from late
        where model is not null group by model) by_model), '{}') as models`.execute(db)
  return rows[0] ?? { readAt: null, lastCallAt: null, calls: 0, models: [] }
}
