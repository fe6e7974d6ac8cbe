import { sql } from 'kysely'
import type { Db, Tx } from '../db/database.ts'

export type SecretRow = { id: string; owner: string; key_id: string; wrapped_key: Buffer; ciphertext: Buffer }

export async function readKeyId(db: Db): Promise<string | null> {
  const { rows } = await sql<{ key_id: string }>`select key_id from vault_state`.execute(db)
  return rows[0]?.key_id ?? null
}

/** Names the first master key, unless another process was faster; returns the one that counts. */
export async function claimKeyId(db: Db, keyId: string, now: Date): Promise<string> {
  await sql`insert into vault_state (key_id, since) values (${keyId}, ${now}) on conflict do nothing`.execute(db)
  return (await readKeyId(db)) ?? keyId
}

/** Held until the transaction ends: a rotation cannot begin meanwhile. */
export async function lockKeyId(tx: Tx): Promise<string | null> {
  const { rows } = await sql<{ key_id: string }>`select key_id from vault_state for share`.execute(tx)
  return rows[0]?.key_id ?? null
}

export async function switchKeyId(db: Db | Tx, keyId: string, now: Date): Promise<void> {
  await sql`insert into vault_state (key_id, since) values (${keyId}, ${now})
    on conflict (single) do update set key_id = excluded.key_id, since = excluded.since
    where vault_state.key_id <> excluded.key_id`.execute(db)
}

export async function insertSecret(tx: Tx, row: SecretRow, now: Date): Promise<void> {
  await deleteSecret(tx, row.owner)
  await sql`insert into secrets (id, owner, key_id, wrapped_key, ciphertext, created_at)
    values (${row.id}, ${row.owner}, ${row.key_id}, ${row.wrapped_key}, ${row.ciphertext}, ${now})`.execute(tx)
}

export async function findSecret(db: Db, owner: string): Promise<SecretRow | null> {
  const { rows } = await sql<SecretRow>`
    select id, owner, key_id, wrapped_key, ciphertext from secrets where owner = ${owner}`.execute(db)
  return rows[0] ?? null
}

export async function deleteSecret(tx: Tx, owner: string): Promise<void> {
  await sql`delete from secrets where owner = ${owner}`.execute(tx)
}

export async function listSecrets(db: Db): Promise<SecretRow[]> {
  const { rows } = await sql<SecretRow>`
    select id, owner, key_id, wrapped_key, ciphertext from secrets order by owner`.execute(db)
  return rows
}

/** Two of them while a rotation is under way. */
export async function listKeyIds(db: Db): Promise<string[]> {
  const { rows } = await sql<{ key_id: string }>`select distinct key_id from secrets order by key_id`.execute(db)
  return rows.map((row) => row.key_id)
}

/** Exactly this row: what was sealed for the owner in the meantime stays. */
export async function deleteSecretRow(tx: Tx, row: Pick<SecretRow, 'id' | 'key_id'>): Promise<void> {
  await sql`delete from secrets where id = ${row.id} and key_id = ${row.key_id}`.execute(tx)
}

export async function countOtherKeys(db: Db, keyId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from secrets where key_id <> ${keyId}`.execute(db)
  return rows[0]?.count ?? 0
}

export async function listOtherKeys(db: Db, keyId: string, limit: number): Promise<SecretRow[]> {
  const { rows } = await sql<SecretRow>`
    select id, owner, key_id, wrapped_key, ciphertext from secrets
    where key_id <> ${keyId} order by id limit ${limit}`.execute(db)
  return rows
}

/** Only if nobody replaced or rewrapped the secret since it was read. */
export async function rewrapSecret(
  tx: Tx,
  before: SecretRow,
  after: { keyId: string; wrappedKey: Buffer },
  now: Date,
): Promise<void> {
  await sql`update secrets set key_id = ${after.keyId}, wrapped_key = ${after.wrappedKey}, rewrapped_at = ${now}
    where id = ${before.id} and key_id = ${before.key_id}`.execute(tx)
}
