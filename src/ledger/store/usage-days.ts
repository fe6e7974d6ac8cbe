import { sql } from 'kysely'
import { type CostDay, costDayOf } from '../../platform/cost-day.ts'
import type { Tx } from '../../platform/db/database.ts'
import type { Quantities, UsageSeries } from '../../pricing/index.ts'
import { MEETING_KINDS, PIECE_KINDS } from '../seen-twice.ts'
import type { UsageBucket, UsageReading } from '../usage.ts'
import { counterSums, counters, countersDiffer, incomingRows, quantityColumns, takeCounters } from './counters.ts'

export type SeriesDay = { seriesId: number; day: CostDay }

type Source = Pick<UsageReading, 'organizationId' | 'kind'>

/** Whole days as the provider sums them up; a series that such a day does not name any more has not been used. */
export async function replaceDays(
  tx: Tx,
  reading: Source,
  buckets: readonly UsageBucket[],
  seriesIds: readonly number[],
): Promise<SeriesDay[]> {
  const days = buckets.map(({ startsAt }) => costDayOf(startsAt))
  const { rows } = await sql<SeriesDay>`
    with incoming as (
      select row.*, (row.starts_at at time zone 'UTC')::date as day from ${incomingRows(buckets, seriesIds)} as row),
    existing as (
      select known.* from cost_scopes scope join usage_series series on series.scope_id = scope.id
      cross join lateral (
        select * from usage_days one where one.series_id = series.id and one.cost_day = any(${days}::date[]) offset 0) as known
      where scope.organization_id = ${reading.organizationId} and series.kind = ${reading.kind}),
    difference as (
      select coalesce(incoming.series_id, existing.series_id) as id, coalesce(incoming.day, existing.cost_day) as day,
        incoming.series_id is null as gone, ${counters('incoming')}
      from incoming full join existing on existing.series_id = incoming.series_id and existing.cost_day = incoming.day
      where incoming.series_id is null or existing.series_id is null or ${countersDiffer('existing', 'incoming')}),
    removed as (
      delete from usage_days kept using difference
      where difference.gone and kept.series_id = difference.id and kept.cost_day = difference.day),
    written as (
      insert into usage_days (series_id, cost_day, cost, unpriced, ${counters()})
      select id, day, 0, true, ${counters('difference')} from difference where not gone
      on conflict (series_id, cost_day) do update set ${takeCounters})
    select id as "seriesId", day from difference`.execute(tx)
  return rows
}

/** The days of these series from their buckets, but not those that were read as whole days. Answers with what it summed. */
export async function sumDays(tx: Tx, reading: Source, wanted: readonly SeriesDay[]): Promise<SeriesDay[]> {
  if (wanted.length === 0) return []
  const { rows } = await sql<SeriesDay>`
    select distinct wanted.series_id as "seriesId", wanted.day from ${pairs(wanted)}
    where not exists (select from usage_readings whole
      where whole.organization_id = ${reading.organizationId} and whole.kind = ${reading.kind} and whole.span = 1440
        and whole.starts_at = wanted.day::timestamp at time zone 'UTC')`.execute(tx)
  await sql`
    with sums as (
      select wanted.series_id, wanted.day, count(bucket.series_id) as buckets, ${counterSums('bucket')}
      from ${pairs(rows)} left join usage_minutes bucket on bucket.series_id = wanted.series_id
        and bucket.minute >= wanted.day::timestamp at time zone 'UTC'
        and bucket.minute < (wanted.day + 1)::timestamp at time zone 'UTC'
      group by wanted.series_id, wanted.day),
    removed as (
      delete from usage_days kept using sums
      where sums.buckets = 0 and kept.series_id = sums.series_id and kept.cost_day = sums.day)
    insert into usage_days (series_id, cost_day, cost, unpriced, ${counters()})
    select series_id, day, 0, true, ${counters('sums')} from sums where buckets > 0
    on conflict (series_id, cost_day) do update set ${takeCounters}`.execute(tx)
  return rows
}

export type CountedDay = SeriesDay &
  UsageSeries &
  Quantities & { scopeId: number; apiKeyId: string | null; cost: string; unpriced: boolean }

const counted = sql`
  kept.series_id as "seriesId", kept.cost_day as day, kept.cost::text as cost, kept.unpriced,
  series.scope_id as "scopeId", series.api_key_id as "apiKeyId", series.kind, series.model, series.batch, series.service_tier as "serviceTier", series.size, series.source, series.context_level as "contextLevel",
  ${quantityColumns('kept')}`

/** These days of these series, and of those that may show the same calls in another kind of usage. */
export async function countedDays(tx: Tx, wanted: readonly SeriesDay[]): Promise<CountedDay[]> {
  const { rows } = await sql<CountedDay>`
    with asked as (select wanted.series_id, wanted.day from ${pairs(wanted)}),
    beside as (
      select twin.id as series_id, asked.day
      from asked join usage_series own on own.id = asked.series_id and own.kind = any(${MEETING_KINDS}::text[])
      join usage_series twin on twin.scope_id = own.scope_id and twin.kind = any(${MEETING_KINDS}::text[])
        and twin.model = own.model and twin.api_key_id is not distinct from own.api_key_id
      where exists (select from usage_series piece where piece.scope_id = own.scope_id
        and piece.kind = any(${PIECE_KINDS}::text[]) and piece.model = own.model))
    select ${counted} from (select * from asked union select * from beside) as wanted
    join usage_days kept on kept.series_id = wanted.series_id and kept.cost_day = wanted.day
    join usage_series series on series.id = kept.series_id`.execute(tx)
  return rows
}

/** One cost day of all organizations, for pricing it anew. Null: of all models. */
export async function countedOn(tx: Tx, day: CostDay, models: readonly string[] | null): Promise<CountedDay[]> {
  const { rows } = await sql<CountedDay>`
    select ${counted} from usage_days kept join usage_series series on series.id = kept.series_id
    where kept.cost_day = ${day} and (${models}::text[] is null or series.model = any(${models}::text[]))`.execute(tx)
  return rows
}

export async function daysCountedSince(tx: Tx, from: CostDay): Promise<CostDay[]> {
  const { rows } = await sql<{ day: CostDay }>`
    select distinct cost_day as day from usage_days where cost_day >= ${from} order by 1`.execute(tx)
  return rows.map((row) => row.day)
}

export type PricedDay = SeriesDay & { cost: string; unpriced: boolean }

export async function writePrices(tx: Tx, days: readonly PricedDay[]): Promise<void> {
  await sql`
    update usage_days kept set cost = priced.cost, unpriced = priced.unpriced
    from unnest(${days.map((one) => one.seriesId)}::int[], ${days.map((one) => one.day)}::date[],
      ${days.map((one) => one.cost)}::numeric[], ${days.map((one) => one.unpriced)}::boolean[])
      as priced (series_id, day, cost, unpriced)
    where kept.series_id = priced.series_id and kept.cost_day = priced.day`.execute(tx)
}

/** Series and days as a table `wanted`. */
export function pairs(wanted: readonly SeriesDay[]) {
  return sql`unnest(${wanted.map((one) => one.seriesId)}::int[], ${wanted.map((one) => one.day)}::date[])
    as wanted (series_id, day)`
}
