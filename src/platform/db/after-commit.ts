import { sql } from 'kysely'
import { SECOND } from '../clock.ts'
import type { Db, Tx } from './database.ts'

const FIRST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 250
/** A transaction that takes longer is left to the jobs, which look at what is stored. */
const PATIENCE_MS = 60 * SECOND

/** Asked for several times in one transaction, the same thing happens once. */
const waiting = new WeakMap<Tx, Set<() => void>>()

/**
 * Runs `act` in this process once the transaction is committed, never when it is rolled back. Whoever began the
 * transaction need not know of it: the database is asked how it ended. What must happen for certain is stored in the
 * transaction and found by a job; this only makes it happen at once.
 */
export async function afterCommit(tx: Tx, db: Db, act: () => void): Promise<void> {
  const known = waiting.get(tx) ?? new Set()
  waiting.set(tx, known)
  if (known.has(act)) return
  known.add(act)
  const { rows } = await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(tx)
  const id = rows[0]?.id
  if (id) void waitFor(db, id, act).catch(() => {}) // the database was closed meanwhile: the job finds it after the start
}

async function waitFor(db: Db, id: string, act: () => void): Promise<void> {
  let pause = FIRST_PAUSE_MS
  for (let waited = 0; waited < PATIENCE_MS; waited += pause) {
    const status = await statusOf(db, id)
    if (status === 'committed') return act()
    if (status === 'aborted') return
    await new Promise((resolve) => setTimeout(resolve, pause).unref())
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
}

async function statusOf(db: Db, id: string): Promise<string | null> {
  const { rows } = await sql<{ status: string | null }>`select pg_xact_status(${id}::xid8) as status`.execute(db)
  return rows[0]?.status ?? null
}
