import { sql } from 'kysely'
import { MINUTE } from '../../platform/clock.ts'
import type { Tx } from '../../platform/db/database.ts'
import type { BucketSpan, UsageReading } from '../usage.ts'

export type AnsweredBucket = { startsAt: number; span: BucketSpan; requestedAt: Date }

type Reading = Pick<UsageReading, 'organizationId' | 'kind' | 'span' | 'requestedAt' | 'buckets'>

/** What is known of the time that the reading covers, in buckets of every width. */
export async function answeredBuckets(tx: Tx, reading: Reading): Promise<AnsweredBucket[]> {
  if (reading.buckets.length === 0) return []
  const starts = reading.buckets.map(({ startsAt }) => startsAt.getTime())
  const from = new Date(Math.min(...starts))
  const to = new Date(Math.max(...starts) + reading.span * MINUTE)
  const { rows } = await sql<{ startsAt: Date; span: BucketSpan; requestedAt: Date }>`
    select starts_at as "startsAt", span, requested_at as "requestedAt" from usage_readings
    where organization_id = ${reading.organizationId} and kind = ${reading.kind}
      and starts_at > ${from}::timestamptz - interval '1 day' and starts_at < ${to}`.execute(tx)
  return rows.map((row) => ({ ...row, startsAt: row.startsAt.getTime() }))
}

/** An hour takes the place of its minutes. The hours of a day stay beside the day, until they are too old. */
export async function markAnswered(tx: Tx, reading: Reading, starts: readonly Date[]): Promise<void> {
  if (starts.length === 0) return
  const { organizationId, kind, span } = reading
  if (span === 60) {
    await sql`
      delete from usage_readings minute using unnest(${starts}::timestamptz[]) as hour (starts_at)
      where minute.organization_id = ${organizationId} and minute.kind = ${kind} and minute.span = 1
        and minute.starts_at >= hour.starts_at and minute.starts_at < hour.starts_at + interval '1 hour'`.execute(tx)
  }
  await sql`
    insert into usage_readings (organization_id, kind, starts_at, span, requested_at)
    select ${organizationId}, ${kind}, bucket.starts_at, ${span}, ${reading.requestedAt}
    from unnest(${starts}::timestamptz[]) as bucket (starts_at)
    on conflict (organization_id, kind, starts_at, span)
    do update set requested_at = excluded.requested_at, doubted_at = null`.execute(tx)
}

/** Remembered at every width that is known inside of the empty bucket. */
export async function markDoubtedBuckets(tx: Tx, reading: Reading, starts: readonly Date[]): Promise<void> {
  if (starts.length === 0) return
  await sql`
    update usage_readings known set doubted_at = coalesce(known.doubted_at, ${reading.requestedAt})
    from unnest(${starts}::timestamptz[]) as bucket (starts_at)
    where known.organization_id = ${reading.organizationId} and known.kind = ${reading.kind}
      and known.span <= ${reading.span} and known.starts_at >= bucket.starts_at
      and known.starts_at < bucket.starts_at + make_interval(mins => ${reading.span})`.execute(tx)
}
