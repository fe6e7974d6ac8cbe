import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db, Tx } from '../../platform/db/database.ts'

export type KnownDay = {
  day: CostDay
  lastReadAt: Date
  lastChangedAt: Date | null
  settled: boolean
  hasCosts: boolean
}

export async function knownDays(
  tx: Tx,
  organizationId: string,
  days: readonly CostDay[],
): Promise<Map<CostDay, KnownDay>> {
  const { rows } = await sql<KnownDay>`
    select known.cost_day as day, known.last_read_at as "lastReadAt", known.last_changed_at as "lastChangedAt",
      known.settled, exists (select from scope_days sum join cost_scopes scope on scope.id = sum.scope_id
        where scope.organization_id = known.organization_id and sum.cost_day = known.cost_day and sum.billed <> 0) as "hasCosts"
    from billed_days known
    where known.organization_id = ${organizationId} and known.cost_day = any(${days}::date[])`.execute(tx)
  return new Map(rows.map((row) => [row.day, row]))
}

/** Of these days, those on which usage shows that something was spent. */
export async function usedDays(
  tx: Tx,
  organizationId: string,
  days: readonly CostDay[],
): Promise<ReadonlySet<CostDay>> {
  if (days.length === 0) return new Set()
  const { rows } = await sql<{ day: CostDay }>`
    select distinct sum.cost_day as day from scope_days sum join cost_scopes scope on scope.id = sum.scope_id
    where scope.organization_id = ${organizationId} and sum.cost_day = any(${days}::date[]) and sum.estimated > 0`.execute(
    tx,
  )
  return new Set(rows.map(({ day }) => day))
}

export type ReadDay = { day: CostDay; settled: boolean; lastChangedAt: Date | null }

export async function markRead(tx: Tx, organizationId: string, days: readonly ReadDay[], at: Date): Promise<void> {
  await sql`
    insert into billed_days (organization_id, cost_day, first_read_at, last_read_at, last_changed_at, settled)
    select ${organizationId}, read.day, ${at}, ${at}, read.changed_at, read.settled
    from unnest(${days.map((day) => day.day)}::date[], ${days.map((day) => day.settled)}::boolean[],
      ${days.map((day) => day.lastChangedAt)}::timestamptz[]) as read (day, settled, changed_at)
    on conflict (organization_id, cost_day) do update set last_read_at = excluded.last_read_at,
      last_changed_at = excluded.last_changed_at, settled = excluded.settled, doubted_at = null`.execute(tx)
}

/** An empty answer for a day with known costs changes no number; it is remembered and shown. */
export async function markDoubted(tx: Tx, organizationId: string, days: readonly CostDay[], at: Date): Promise<void> {
  await sql`
    update billed_days set doubted_at = coalesce(doubted_at, ${at})
    where organization_id = ${organizationId} and cost_day = any(${days}::date[])`.execute(tx)
}

export async function organizationJoinedInto(tx: Tx, organizationId: string): Promise<string | null> {
  const { rows } = await sql<{ joinedInto: string | null }>`
    select joined_into as "joinedInto" from organizations where id = ${organizationId}`.execute(tx)
  return rows[0]?.joinedInto ?? null
}

export async function countReadDays(db: Db, organizationId: string): Promise<number> {
  const { rows } = await sql<{ days: number }>`
    select count(*) as days from billed_days where organization_id = ${organizationId}`.execute(db)
  return rows[0]?.days ?? 0
}

/** The first day since the first reading that is missing, may still change, or was answered with nothing. */
export async function firstOpenDay(db: Db, organizationId: string, today: CostDay): Promise<CostDay | null> {
  const { rows } = await sql<{ day: CostDay | null }>`
    select min(asked.day)::date as day
    from generate_series((select min(cost_day) from billed_days where organization_id = ${organizationId})::timestamp,
      ${today}::timestamp - interval '1 day', interval '1 day') as asked (day)
    left join billed_days read on read.organization_id = ${organizationId} and read.cost_day = asked.day::date
    where read.cost_day is null or not read.settled or read.doubted_at is not null`.execute(db)
  return rows[0]?.day ?? null
}
