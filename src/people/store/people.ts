import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { MINUTE } from '../../platform/clock.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { WorkspaceRole } from '../api.ts'

export type PersonRow = {
  id: string
  name: string
  email: string
  role: WorkspaceRole
  disabledAt: Date | null
  lastSeenAt: Date | null
}

const columns = sql`id, name, email, role, disabled_at as "disabledAt", last_seen_at as "lastSeenAt"`

export async function findPerson(db: Db | Tx, id: string): Promise<PersonRow | null> {
  const { rows } = await sql<PersonRow>`select ${columns} from people where id = ${id}`.execute(db)
  return rows[0] ?? null
}

export async function findPersonByEmail(db: Db | Tx, email: string): Promise<PersonRow | null> {
  const { rows } = await sql<PersonRow>`select ${columns} from people where email = ${email}`.execute(db)
  return rows[0] ?? null
}

/** Everybody, or those whose id is among the given ones. */
export async function listPeople(db: Db, ids: readonly string[] | null): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    select ${columns} from people
    where ${ids === null ? sql`true` : sql`id = any(${[...ids]}::text[])`}
    order by disabled_at is not null, name, id`.execute(db)
  return rows
}

export type NewPerson = { name: string; email: string; role: WorkspaceRole; passwordHash: string }

/** The person and the password account, or null when the address is taken. */
export async function insertPerson(tx: Tx, person: NewPerson, at: Date): Promise<string | null> {
  const id = randomUUID()
  const { rows } = await sql`
    insert into people (id, name, email, email_verified, role, created_at, updated_at)
    values (${id}, ${person.name}, ${person.email}, true, ${person.role}, ${at}, ${at})
    on conflict (email) do nothing returning id`.execute(tx)
  if (rows.length === 0) return null
  await sql`
    insert into accounts (id, account_id, provider_id, person_id, password, created_at, updated_at)
    values (${randomUUID()}, ${id}, 'credential', ${id}, ${person.passwordHash}, ${at}, ${at})`.execute(tx)
  return id
}

export async function renamePerson(tx: Tx, id: string, name: string, at: Date): Promise<void> {
  await sql`update people set name = ${name}, updated_at = ${at} where id = ${id}`.execute(tx)
}

export async function markSeen(db: Db, id: string, at: Date): Promise<void> {
  const before = new Date(at.getTime() - MINUTE)
  await sql`
    update people set last_seen_at = ${at}
    where id = ${id} and (last_seen_at is null or last_seen_at < ${before})`.execute(db)
}

/** All admins who can sign in, held until the transaction ends, so that two changes at once cannot remove the last. */
export async function lockActiveAdmins(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from people where role = 'admin' and disabled_at is null order by id for update`.execute(tx)
  return rows.map((row) => row.id)
}

export async function lockPerson(tx: Tx, id: string): Promise<PersonRow | null> {
  const { rows } = await sql<PersonRow>`select ${columns} from people where id = ${id} for update`.execute(tx)
  return rows[0] ?? null
}

export async function updateAccess(
  tx: Tx,
  id: string,
  access: { role: WorkspaceRole; disabledAt: Date | null },
  at: Date,
): Promise<void> {
  await sql`
    update people set role = ${access.role}, disabled_at = ${access.disabledAt}, updated_at = ${at}
    where id = ${id}`.execute(tx)
}
