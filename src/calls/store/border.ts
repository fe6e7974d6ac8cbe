import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'

const BORDER_LOCK = 7_310_022
/** A batch may be of any number of projects, and locks take room that all processes share. */
const LOCKS = 64

/**
 * No key can keep a call from lying on two days: around the border of a day those who write calls of a project take turns.
 */
export async function lockBorders(tx: Tx, calls: readonly { projectId: string }[]): Promise<void> {
  const locks = new Set(calls.map(({ projectId }) => Number.parseInt(projectId.slice(0, 8), 16) % LOCKS))
  for (const lock of [...locks].toSorted((left, right) => left - right)) {
    await sql`select pg_advisory_xact_lock(${BORDER_LOCK}::int, ${lock}::int)`.execute(tx)
  }
}
