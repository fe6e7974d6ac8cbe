import { sql } from 'kysely'
import { MINUTE } from '../../platform/clock.ts'
import type { Tx } from '../../platform/db/database.ts'
import type { UsageBucket, UsageReading } from '../usage.ts'
import { counters, countersDiffer, incomingRows, takeCounters } from './counters.ts'
import type { SeriesDay } from './usage-days.ts'

type FineReading = Pick<UsageReading, 'organizationId' | 'kind'> & { span: 1 | 60 }

/**
 * Puts these buckets in place of what was known of them and writes only what differs, since most of a window is read again
 * and again. Answers with the days of the series that changed.
 */
export async function replaceMinutes(
  tx: Tx,
  reading: FineReading,
  buckets: readonly UsageBucket[],
  seriesIds: readonly number[],
): Promise<SeriesDay[]> {
  const starts = buckets.map(({ startsAt }) => startsAt)
  const inPlace = reading.span === 60 ? await removeMinutesOfHours(tx, reading, starts) : []
  const { rows } = await sql<SeriesDay>`
    with incoming as (select * from ${incomingRows(buckets, seriesIds)} as row),
    existing as (select known.* from ${bucketsOf(reading, starts)} where known.minute = any(${starts}::timestamptz[])),
    difference as (
      select coalesce(incoming.series_id, existing.series_id) as id, coalesce(incoming.starts_at, existing.minute) as at,
        incoming.series_id is null as gone, ${counters('incoming')}
      from incoming full join existing on existing.series_id = incoming.series_id and existing.minute = incoming.starts_at
      where incoming.series_id is null or existing.series_id is null or existing.span <> ${reading.span}
        or ${countersDiffer('existing', 'incoming')}),
    removed as (
      delete from usage_minutes kept using difference
      where difference.gone and kept.series_id = difference.id and kept.minute = difference.at),
    written as (
      insert into usage_minutes (series_id, minute, span, ${counters()})
      select id, at, ${reading.span}, ${counters('difference')} from difference where not gone
      on conflict (series_id, minute) do update set span = excluded.span, ${takeCounters})
    select distinct id as "seriesId", (at at time zone 'UTC')::date as day from difference`.execute(tx)
  return [...inPlace, ...rows]
}

async function removeMinutesOfHours(tx: Tx, reading: FineReading, hours: readonly Date[]): Promise<SeriesDay[]> {
  const { rows } = await sql<SeriesDay>`
    with removed as (
      delete from usage_minutes kept using (
        select known.series_id, known.minute from ${bucketsOf(reading, hours)}
        where known.span = 1 and date_trunc('hour', known.minute, 'UTC') = any(${hours}::timestamptz[])) as old
      where kept.series_id = old.series_id and kept.minute = old.minute
      returning kept.series_id, kept.minute)
    select distinct series_id as "seriesId", (minute at time zone 'UTC')::date as day from removed`.execute(tx)
  return rows
}

/** What is kept of an organization's series of that kind between the first and the last of the buckets, as `known`. */
function bucketsOf(reading: FineReading, starts: readonly Date[]) {
  const times = starts.map((start) => start.getTime())
  const from = new Date(Math.min(...times))
  const to = new Date(Math.max(...times) + reading.span * MINUTE)
  return sql`cost_scopes scope join usage_series series on series.scope_id = scope.id
    and scope.organization_id = ${reading.organizationId} and series.kind = ${reading.kind}
    cross join lateral (
      select * from usage_minutes one
      where one.series_id = series.id and one.minute >= ${from} and one.minute < ${to} offset 0) as known`
}

export async function dropMinutesBefore(tx: Tx, before: Date): Promise<void> {
  await sql`delete from usage_minutes where minute < ${before}`.execute(tx)
  await sql`delete from usage_readings where span < 1440 and starts_at < ${before}`.execute(tx)
}
