import { sql } from 'kysely'
import type { Db } from '../../platform/db/database.ts'

const FORGOTTEN_AFTER = '1 hour'

export async function readVersion(db: Db): Promise<number> {
  const { rows } = await sql<{ version: number }>`select version from derived.gateway_version`.execute(db)
  const version = rows[0]?.version
  if (version === undefined) throw new Error('derived.gateway_version has no row')
  return version
}

export type ProcessState = { version: number; spoolPercent: number; notKept: number }

/** This process lives, goes by this version, and keeps so much that waits. */
export async function noteProcess(db: Db, id: string, state: ProcessState): Promise<void> {
  await sql`insert into derived.gateway_processes (id, started_at, seen_at, version, spool_percent, not_kept)
    values (${id}, clock_timestamp(), clock_timestamp(), ${state.version}, ${state.spoolPercent}, ${state.notKept})
    on conflict (id) do update set seen_at = excluded.seen_at, version = excluded.version,
      spool_percent = excluded.spool_percent, not_kept = excluded.not_kept`.execute(db)
  await sql`delete from derived.gateway_processes where seen_at < clock_timestamp() - ${FORGOTTEN_AFTER}::interval`.execute(
    db,
  )
}

export async function forgetProcess(db: Db, id: string): Promise<void> {
  await sql`delete from derived.gateway_processes where id = ${id}`.execute(db)
}

/** Whether some process passes calls through: one that has told so within the last moments. */
export async function isAnyProcessAlive(db: Db): Promise<boolean> {
  const { rows } = await sql<{ isAlive: boolean }>`
    select exists (select from derived.gateway_processes where seen_at > clock_timestamp() - interval '10 seconds')
      as "isAlive"`.execute(db)
  return rows[0]?.isAlive ?? false
}
