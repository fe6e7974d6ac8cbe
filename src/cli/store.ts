import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'

/** Sessions whose cookies no longer open would go on being listed as places where somebody is signed in. */
export async function endAllSessions(tx: Tx): Promise<void> {
  await sql`delete from sessions`.execute(tx)
}

/** Other processes of the product on this PostgreSQL database; asked before a pool of our own has a second connection. */
export async function countOtherProcesses(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
      and application_name = current_setting('application_name')`.execute(db)
  return rows[0]?.count ?? 0
}
