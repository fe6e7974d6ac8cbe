import { sql } from 'kysely'
import type { Db } from '../../platform/db/database.ts'

/**
 * Two equal versions: nothing that a report reads has changed in between. A restore, which fires no triggers, works on a
 * workspace without teams only; hence their count.
 */
export async function reportVersion(db: Db): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select version || '.' || (select count(*) from teams) as version from derived.report_version`.execute(db)
  const version = rows[0]?.version
  if (!version) throw new Error('derived.report_version has no row')
  return version
}
