import { sql } from 'kysely'
import { DAY } from '../../platform/clock.ts'
import type { Db, Tx } from '../../platform/db/database.ts'

export async function findPasswordHash(db: Db, personId: string): Promise<string | null> {
  const { rows } = await sql<{ hash: string | null }>`
    select password as hash from accounts where person_id = ${personId} and provider_id = 'credential'`.execute(db)
  return rows[0]?.hash ?? null
}

export async function setPassword(tx: Tx, personId: string, hash: string, at: Date): Promise<void> {
  await sql`
    update accounts set password = ${hash}, updated_at = ${at}
    where person_id = ${personId} and provider_id = 'credential'`.execute(tx)
}

/** False when the password is no longer the one that was verified. */
export async function replacePassword(
  tx: Tx,
  personId: string,
  hashes: { from: string; to: string },
  at: Date,
): Promise<boolean> {
  const { rows } = await sql`
    update accounts set password = ${hashes.to}, updated_at = ${at}
    where person_id = ${personId} and provider_id = 'credential' and password = ${hashes.from}
    returning id`.execute(tx)
  return rows.length === 1
}

export type NewReset = { hash: string; personId: string | null; createdAt: Date; expiresAt: Date }

export async function insertReset(tx: Tx, reset: NewReset): Promise<void> {
  await sql`
    insert into password_resets (token_hash, person_id, created_at, expires_at)
    values (${reset.hash}, ${reset.personId}, ${reset.createdAt}, ${reset.expiresAt})`.execute(tx)
}

export async function isResetOpen(db: Db, hash: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    select 1 from password_resets
    where token_hash = ${hash} and person_id is not null and used_at is null and expires_at > ${at}`.execute(db)
  return rows.length === 1
}

/** Uses the link up and returns whose it was; of two at once the second gets null. */
export async function takeReset(tx: Tx, hash: string, at: Date): Promise<string | null> {
  const { rows } = await sql<{ personId: string | null }>`
    update password_resets set used_at = ${at}
    where token_hash = ${hash} and used_at is null and expires_at > ${at}
    returning person_id as "personId"`.execute(tx)
  return rows[0]?.personId ?? null
}

export async function closeResetsOf(tx: Tx, personId: string, at: Date): Promise<void> {
  await sql`update password_resets set used_at = ${at} where person_id = ${personId} and used_at is null`.execute(tx)
}

export async function deleteOldResets(db: Db, at: Date): Promise<void> {
  await sql`delete from password_resets where expires_at < ${new Date(at.getTime() - DAY)}`.execute(db)
}
