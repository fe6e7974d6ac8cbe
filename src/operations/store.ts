import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

export async function databaseTime(db: Db): Promise<Date | null> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db)
  return rows[0]?.now ?? null
}
