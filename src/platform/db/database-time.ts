import { sql } from 'kysely'
import type { Db } from './database.ts'

/** What the database's own clock says: the one that all processes share. */
export async function databaseTime(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db)
  const now = rows[0]?.now
  if (!now) throw new Error('the database told no time')
  return now
}
