import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'

/** The table that was in force last; null: none was ever noted. */
export async function latestTable(db: Db): Promise<string | null> {
  const { rows } = await sql<{ fingerprint: string }>`
    select fingerprint from price_tables order by since desc limit 1`.execute(db)
  return rows[0]?.fingerprint ?? null
}

export async function noteTable(tx: Tx, fingerprint: string, since: Date): Promise<void> {
  await sql`insert into price_tables (fingerprint, since) values (${fingerprint}, ${since})
    on conflict (fingerprint) do update set since = excluded.since`.execute(tx)
}
