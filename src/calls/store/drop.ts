import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'

export async function dropHoursBefore(db: Db, day: CostDay): Promise<void> {
  await sql`delete from call_hours where hour < ${day}::timestamp at time zone 'UTC'`.execute(db)
}
