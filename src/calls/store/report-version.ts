import { sql } from 'kysely'
import type { Db } from '../../platform/db/database.ts'

export async function raiseReportVersion(db: Db): Promise<void> {
  await sql`
    update derived.report_version set version = version + 1, raised_in = pg_current_xact_id()
    where raised_in <> pg_current_xact_id()`.execute(db)
}
