import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import { plainArray } from '../../platform/db/arrays.ts'
import type { Db, Tx } from '../../platform/db/database.ts'

export type Reservation = { callId: string; projectId: string; costDay: CostDay; amount: string }

const LIFE = '60 seconds'
/** Usage is read every five minutes, and OpenAI takes some minutes more to tell of a call. */
const HELD_FOR = '15 minutes'
const GUARD = 7_310_029

/** One admission at a time for a project, over all processes. Nothing else is waited for while it is held. */
export async function lockProject(tx: Tx, projectId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${GUARD}::int, hashtext(${projectId}))`.execute(tx)
}

/** Kept from now on, or kept for longer, and of the amount that is given. */
export async function keepReservations(db: Db, owner: string, kept: readonly Reservation[]): Promise<void> {
  if (kept.length === 0) return
  const inOrder = kept.toSorted((left, right) => (left.callId < right.callId ? -1 : 1))
  await sql`
    insert into derived.reservations (call_id, project_id, owner, cost_day, amount, opened_at, expires_at)
    select call_id, project_id, ${owner}::uuid, cost_day, amount, clock_timestamp(), clock_timestamp() + ${LIFE}::interval
    from unnest(${plainArray(inOrder.map((one) => one.callId))}::uuid[], ${plainArray(inOrder.map((one) => one.projectId))}::uuid[],
      ${plainArray(inOrder.map((one) => one.costDay))}::date[], ${plainArray(inOrder.map((one) => one.amount))}::numeric[])
      as given (call_id, project_id, cost_day, amount)
    on conflict (call_id) do update set amount = excluded.amount, expires_at = excluded.expires_at`.execute(db)
}

/** Calls that have ended, and what they have cost. One that is just being recorded is left to that. */
export async function shrinkReservations(
  tx: Tx,
  ended: readonly Pick<Reservation, 'callId' | 'amount'>[],
): Promise<void> {
  if (ended.length === 0) return
  await sql`
    update derived.reservations kept set amount = given.amount
    from unnest(${plainArray(ended.map((one) => one.callId))}::uuid[], ${plainArray(ended.map((one) => one.amount))}::numeric[])
      as given (call_id, amount),
      (select call_id from derived.reservations where call_id = any(${plainArray(ended.map((one) => one.callId))}::uuid[])
        for update skip locked) free
    where kept.call_id = given.call_id and kept.call_id = free.call_id`.execute(tx)
}

/** To be called in the transaction that records the calls. */
export async function dropReservations(tx: Tx, callIds: readonly string[]): Promise<void> {
  if (callIds.length === 0) return
  await sql`
    delete from derived.reservations where call_id in (
      select call_id from derived.reservations where call_id = any(${plainArray(callIds)}::uuid[])
      order by call_id for update)`.execute(tx)
}

/** In the same transaction: calls of which nobody knows what they have cost. What was never known needs no room. */
export async function holdReservations(tx: Tx, callIds: readonly string[]): Promise<void> {
  if (callIds.length === 0) return
  await sql`
    update derived.reservations set held = true, expires_at = clock_timestamp() + ${HELD_FOR}::interval
    where call_id in (
      select call_id from derived.reservations where call_id = any(${plainArray(callIds)}::uuid[]) and not held
      order by call_id for update)`.execute(tx)
}

/** Of processes that are gone. Answers with how many there were. */
export async function sweepExpired(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with gone as (
      delete from derived.reservations where call_id in (
        select call_id from derived.reservations where expires_at <= clock_timestamp() for update skip locked)
      returning 1)
    select count(*) as count from gone`.execute(db)
  return rows[0]?.count ?? 0
}

export type OpenReservations = { open: number; amount: string; oldestSeconds: number; held: number; heldAmount: string }

/** Of all processes, at this moment. */
export async function openReservations(db: Db): Promise<OpenReservations> {
  const { rows } = await sql<OpenReservations>`
    select count(*) filter (where not held) as open,
      trim_scale(coalesce(sum(amount) filter (where not held), 0))::text as amount,
      coalesce(extract(epoch from clock_timestamp() - min(opened_at) filter (where not held)), 0)::float8 as "oldestSeconds",
      count(*) filter (where held) as held,
      trim_scale(coalesce(sum(amount) filter (where held), 0))::text as "heldAmount"
    from derived.reservations where expires_at > clock_timestamp()`.execute(db)
  return rows[0] ?? { open: 0, amount: '0', oldestSeconds: 0, held: 0, heldAmount: '0' }
}
