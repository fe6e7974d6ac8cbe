import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'

/** The sign-in library writes this table; here it is read for the list and cut down. */
export type SessionRow = {
  id: string
  createdAt: Date
  lastSeenAt: Date
  address: string | null
  userAgent: string | null
}

export async function listSessions(db: Db, personId: string): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select id, created_at as "createdAt", updated_at as "lastSeenAt", nullif(ip_address, '') as address,
      nullif(user_agent, '') as "userAgent"
    from sessions where person_id = ${personId} and expires_at > now()
    order by updated_at desc, id`.execute(db)
  return rows
}

export async function deleteSession(db: Db, personId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    delete from sessions where person_id = ${personId} and id = ${id} returning id`.execute(db)
  return rows.length === 1
}

export async function deleteSessionsOf(tx: Tx, personId: string): Promise<void> {
  await sql`delete from sessions where person_id = ${personId}`.execute(tx)
}

/** The library keeps the time of sessions itself, by the machine's clock. */
export async function deleteExpiredSessions(db: Db): Promise<void> {
  await sql`delete from sessions where expires_at < now()`.execute(db)
}
