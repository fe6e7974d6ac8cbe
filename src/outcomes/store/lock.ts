import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'

/** Those who write outcomes of a project take turns. It is the first lock of their transaction, and they take one only. */
export async function lockOutcomes(tx: Tx, projectId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`outcomes ${projectId}`}, 0))`.execute(tx)
}
