import { sql } from 'kysely'
import type { Db } from '../../../platform/db/database.ts'

const NEARLY_FULL_PERCENT = 80

/** The fullest of the gateway processes, where it is nearly full, and the calls that did not fit. */
export async function fullSpools(db: Db): Promise<{ percent: number | null; notKept: number }> {
  const { rows } = await sql<{ percent: number | null; notKept: number }>`
    select max(spool_percent) filter (where spool_percent >= ${NEARLY_FULL_PERCENT}) as percent,
      coalesce(sum(not_kept), 0)::bigint as "notKept"
    from derived.gateway_processes`.execute(db)
  return rows[0] ?? { percent: null, notKept: 0 }
}
