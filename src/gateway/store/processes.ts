import { sql } from 'kysely'
import type { Db } from '../../platform/db/database.ts'

const FORGOTTEN_AFTER = '1 hour'

export async function readVersion(db: Db): Promise<number> {
  const { rows } = await sql<{ version: number }>`select version from derived.gateway_version`.execute(db)
  const version = rows[0]?.version
  if (version === undefined) throw new Error('derived.gateway_version has no row')
  return version
}

/** This process lives, and goes by this version. */
export async function noteProcess(db: Db, id: string, version: number): Promise<void> {
  await sql`insert into derived.gateway_processes (id, started_at, seen_at, version)
    values (${id}, clock_timestamp(), clock_timestamp(), ${version})
    on conflict (id) do update set seen_at = excluded.seen_at, version = excluded.version`.execute(db)
  await sql`delete from derived.gateway_processes where seen_at < clock_timestamp() - ${FORGOTTEN_AFTER}::interval`.execute(
    db,
  )
}

export async function forgetProcess(db: Db, id: string): Promise<void> {
  await sql`delete from derived.gateway_processes where id = ${id}`.execute(db)
}
