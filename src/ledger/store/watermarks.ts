import { sql } from 'kysely'
import { MINUTE } from '../../platform/clock.ts'
import { type CostDay, costDayOf } from '../../platform/cost-day.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { UsageKind } from '../../pricing/index.ts'
import { DAY_SPAN, HOUR_SPAN, MINUTE_SPAN, type UsageReading } from '../usage.ts'

/** How far the usage of one kind is read. Problems and requests in the same row are kept by `collection/`. */
export type Watermark = {
  kind: UsageKind
  requestedAt: Date | null
  seenUntil: Date | null
  hoursReadAt: Date | null
  daysReadAt: Date | null
  historyFrom: CostDay | null
}

export async function watermarksOf(db: Db, organizationId: string): Promise<Watermark[]> {
  const { rows } = await sql<Watermark>`
    select kind, requested_at as "requestedAt", seen_until as "seenUntil", hours_read_at as "hoursReadAt",
      days_read_at as "daysReadAt", history_from as "historyFrom"
    from usage_watermarks where organization_id = ${organizationId}`.execute(db)
  return rows
}

export async function seenUntil(tx: Tx, organizationId: string, kind: UsageKind): Promise<Date | null> {
  const { rows } = await sql<{ seenUntil: Date | null }>`
    select seen_until as "seenUntil" from usage_watermarks
    where organization_id = ${organizationId} and kind = ${kind}`.execute(tx)
  return rows[0]?.seenUntil ?? null
}

/**
 * Every reading leaves its mark, also one that changed nothing: how old a figure is, is part of the figure. A mark from the
 * future was left under a wrong clock; it would keep what is unread from being read until that time has come. Answers with
 * the end of the newest minute that held anything.
 */
export async function markUsageRead(tx: Tx, reading: UsageReading): Promise<Date | null> {
  const { span, requestedAt, appliedAt } = reading
  const latest = appliedAt ? new Date(appliedAt.getTime() + MINUTE) : 'infinity'
  const newest = (column: string) => sql`greatest(
    case when ${sql.ref(`known.${column}`)} <= ${latest}::timestamptz then ${sql.ref(`known.${column}`)} end,
    ${sql.ref(`excluded.${column}`)})`
  const at = (wanted: number) => (span === wanted ? requestedAt : null)
  const { rows } = await sql<{ seenUntil: Date | null }>`
    insert into usage_watermarks as known (organization_id, kind, requested_at, seen_until, hours_read_at, days_read_at, history_from)
    values (${reading.organizationId}, ${reading.kind}, ${at(MINUTE_SPAN)}, ${lastSeen(reading)}, ${at(HOUR_SPAN)},
      ${at(DAY_SPAN)}, ${span === DAY_SPAN ? costDayOf(reading.from) : null})
    on conflict (organization_id, kind) do update set
      requested_at = ${newest('requested_at')}, seen_until = ${newest('seen_until')},
      hours_read_at = ${newest('hours_read_at')}, days_read_at = ${newest('days_read_at')},
      history_from = least(known.history_from, excluded.history_from)
    returning seen_until as "seenUntil"`.execute(tx)
  return rows[0]?.seenUntil ?? null
}

function lastSeen({ span, buckets }: UsageReading): Date | null {
  if (span !== MINUTE_SPAN) return null
  const ends = buckets.filter(({ rows }) => rows.length > 0).map(({ startsAt }) => startsAt.getTime() + MINUTE)
  return ends.length === 0 ? null : new Date(Math.max(...ends))
}

export async function markRepriced(tx: Tx, at: Date): Promise<void> {
  await sql`update usage_watermarks set priced_at = ${at}`.execute(tx)
}
