import { sql } from 'kysely'
import { MINUTE } from '../../platform/clock.ts'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { Hold, Limit, Outcome } from '../limit.ts'

/** int8 arrays arrive as text. */
type Row = Omit<Hold, 'written'> & { written: (string | number)[] }

export async function openHolds(db: Db, externalId: string): Promise<Hold[]> {
  const { rows } = await sql<Row>`
    select id, item, field, model, original, written, month, rewrites, refusal, confirmed_at is not null as "isConfirmed"
    from limit_holds where external_id = ${externalId} and closed_at is null order by id`.execute(db)
  return rows.map((row) => ({ ...row, written: row.written.map(Number) }))
}

/** OpenAI may go on answering with what it was before a write. */
const STALE_FOR = 10 * MINUTE

export type Intent = {
  hold: Hold | null
  item: string
  field: string
  model: string | null
  /** What stands there now, which is the original where there is no hold yet. */
  present: Limit
  /** Null: the limit is to be removed, which is what it was. */
  value: Limit
  month: CostDay | null
  undone: boolean
}

/** Written and committed before the first request: from here on the original is known and the value is known to be ours. */
export async function saveIntents(tx: Tx, externalId: string, intents: readonly Intent[], at: Date): Promise<void> {
  for (const { hold, item, field, model, present, value, month, undone } of intents) {
    if (hold === null) {
      // What a former block left behind, since OpenAI refused the restore or still answers with it, is ours and no original.
      await sql`
        with former as (
          select original, written, outcome, final, closed_at from limit_holds
          where external_id = ${externalId} and item = ${item} and field = ${field} and closed_at is not null
          order by id desc limit 1),
        behind as (
          select original from former where ${present}::bigint = any(written)
            and (outcome = 'left' and final = ${present}::bigint or closed_at > ${new Date(at.getTime() - STALE_FOR)}))
        insert into limit_holds (external_id, item, field, model, original, written, month, opened_at)
        values (${externalId}, ${item}, ${field}, ${model},
          case when exists (select from behind) then (select original from behind) else ${present}::bigint end,
          array[${value}::bigint], ${month}, ${at})`.execute(tx)
    } else if (value !== null && value !== hold.original) {
      await sql`update limit_holds set month = ${month}, rewrites = rewrites + ${undone ? 1 : 0}, confirmed_at = null,
          written = array_append(array_remove(written, ${value}::bigint), ${value}::bigint)
        where id = ${hold.id}`.execute(tx)
    }
  }
}

/** One more value of ours: what OpenAI allows in place of the original. */
export async function noteWritten(db: Db, id: number, value: number): Promise<void> {
  await sql`update limit_holds set written = array_append(array_remove(written, ${value}::bigint), ${value}::bigint)
    where id = ${id}`.execute(db)
}

export async function confirmHolds(db: Db, ids: readonly number[], at: Date): Promise<void> {
  if (ids.length === 0) return
  await sql`update limit_holds set confirmed_at = coalesce(confirmed_at, ${at}) where id = any(${ids}::bigint[])`.execute(
    db,
  )
}

export async function closeHolds(
  tx: Tx,
  closings: readonly { id: number; outcome: Outcome; final: Limit }[],
  at: Date,
): Promise<void> {
  for (const { id, outcome, final } of closings) {
    await sql`update limit_holds set outcome = ${outcome}, final = ${final}, closed_at = ${at}
      where id = ${id} and closed_at is null`.execute(tx)
  }
}

/** What has been changed once stays a hold: it has something to give back. */
export async function refuseHold(
  db: Db,
  externalId: string,
  hold: { item: string; field: string },
  refusal: string,
): Promise<void> {
  await sql`update limit_holds set refusal = ${refusal}
    where external_id = ${externalId} and item = ${hold.item} and field = ${hold.field} and closed_at is null
      and cardinality(written) = 1`.execute(db)
}

export async function holdIdOf(db: Db, externalId: string, item: string, field: string): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`select id from limit_holds
    where external_id = ${externalId} and item = ${item} and field = ${field} and closed_at is null`.execute(db)
  return rows[0]?.id ?? null
}

/** The project is gone at the provider: there is nothing to give back. */
export async function dropHolds(db: Db, externalId: string, at: Date): Promise<void> {
  await sql`update limit_holds set outcome = 'gone', closed_at = ${at}
    where external_id = ${externalId} and closed_at is null`.execute(db)
}

export type ClosedHold = {
  item: string
  field: string
  model: string | null
  original: Limit
  outcome: Exclude<Outcome, 'restored' | 'untouched'>
  final: Limit
}

/** What became of each limit since then that is not as it was before. */
export async function closedHolds(db: Db, externalId: string, since: Date): Promise<ClosedHold[]> {
  const { rows } = await sql<ClosedHold>`
    select item, field, model, original, outcome, final from limit_holds
    where external_id = ${externalId} and closed_at >= ${since} and outcome not in ('restored', 'untouched')
    order by id`.execute(db)
  return rows
}
