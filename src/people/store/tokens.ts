import { sql } from 'kysely'
import { MINUTE } from '../../platform/clock.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { WorkspaceRole } from '../api.ts'

export type TokenRow = {
  id: string
  name: string
  last4: string
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
}

const columns = sql`id, name, last4, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"`

export async function listTokens(db: Db, personId: string): Promise<TokenRow[]> {
  const { rows } = await sql<TokenRow>`
    select ${columns} from personal_tokens where person_id = ${personId} and revoked_at is null
    order by created_at desc, id`.execute(db)
  return rows
}

export type NewTokenRow = {
  personId: string
  name: string
  hash: string
  last4: string
  createdAt: Date
  expiresAt: Date | null
}

export async function insertToken(tx: Tx, token: NewTokenRow): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into personal_tokens (person_id, name, token_hash, last4, created_at, expires_at)
    values (${token.personId}, ${token.name}, ${token.hash}, ${token.last4}, ${token.createdAt}, ${token.expiresAt})
    returning id`.execute(tx)
  return rows[0]?.id ?? ''
}

/** The name of the revoked token, or null when the person has none with this id. */
export async function revokeToken(tx: Tx, personId: string, id: string, at: Date): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    update personal_tokens set revoked_at = ${at}
    where person_id = ${personId} and id = ${id} and revoked_at is null returning name`.execute(tx)
  return rows[0]?.name ?? null
}

export async function revokeTokensOf(tx: Tx, personId: string, at: Date): Promise<void> {
  await sql`
    update personal_tokens set revoked_at = ${at} where person_id = ${personId} and revoked_at is null`.execute(tx)
}

export type TokenOwner = { tokenId: string; personId: string; name: string; role: WorkspaceRole; stale: boolean }

/** Whose token this is, if it is valid now. `stale`: its last use was written more than a minute ago. */
export async function findTokenOwner(db: Db, hash: string, at: Date): Promise<TokenOwner | null> {
  const before = new Date(at.getTime() - MINUTE)
  const { rows } = await sql<TokenOwner>`
    select t.id as "tokenId", p.id as "personId", p.name, p.role,
      (t.last_used_at is null or t.last_used_at <= ${before}) as stale
    from personal_tokens t join people p on p.id = t.person_id
    where t.token_hash = ${hash} and t.revoked_at is null and (t.expires_at is null or t.expires_at > ${at})
      and p.disabled_at is null`.execute(db)
  return rows[0] ?? null
}

export async function markTokenUsed(db: Db, tokenId: string, at: Date): Promise<void> {
  await sql`update personal_tokens set last_used_at = ${at} where id = ${tokenId}`.execute(db)
}
