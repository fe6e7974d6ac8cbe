import { sql } from 'kysely'
import type { Db } from '../../platform/db/database.ts'

export type KnownProjects = (ids: ReadonlySet<string>) => Promise<ReadonlySet<string>>

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Which of these projects there are. A project is never deleted, so one that was found is not looked for again. */
export function knownProjects(db: Db): KnownProjects {
  const known = new Set<string>()
  return async (ids) => {
    const unknown = [...ids].filter((id) => !known.has(id) && UUID.test(id))
    if (unknown.length > 0) {
      const { rows } = await sql<{ id: string }>`
        select id from projects where id = any(${unknown}::uuid[])`.execute(db)
      for (const { id } of rows) known.add(id)
    }
    return known
  }
}
