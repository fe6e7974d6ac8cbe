import { recordAction } from '../actions/record.ts'
import { DAY } from '../platform/clock.ts'
import { notFound } from '../platform/errors.ts'
import type { Actor } from './actor.ts'
import type { NewToken, Token } from './api.ts'
import type { Inner } from './deps.ts'
import { personIdOf } from './me.ts'
import { fingerprint, newPersonalToken } from './one-time-secret.ts'
import { insertToken, listTokens, revokeToken, type TokenRow } from './store/tokens.ts'

export async function tokensOf(inner: Inner, actor: Actor): Promise<Token[]> {
  return (await listTokens(inner.database.db, personIdOf(actor))).map(shown)
}

export async function createToken(
  inner: Inner,
  actor: Actor,
  input: { name: string; expiresInDays: number | null },
): Promise<NewToken> {
  const personId = personIdOf(actor)
  const secret = newPersonalToken()
  const createdAt = inner.clock.now()
  const expiresAt = input.expiresInDays === null ? null : new Date(createdAt.getTime() + input.expiresInDays * DAY)
  const token = { name: input.name, last4: secret.slice(-4), createdAt, expiresAt }
  const id = await inner.database.db.transaction().execute(async (tx) => {
    const after = { last4: token.last4, expiresAt: expiresAt?.toISOString() ?? null }
    await recordAction(tx, { at: createdAt, kind: 'token.created', actor, subject: input.name, after })
    return insertToken(tx, { ...token, personId, hash: fingerprint(secret) })
  })
  return { ...shown({ ...token, id, lastUsedAt: null }), secret }
}

export async function withdrawToken(inner: Inner, actor: Actor, id: string): Promise<void> {
  const at = inner.clock.now()
  await inner.database.db.transaction().execute(async (tx) => {
    const name = await revokeToken(tx, personIdOf(actor), id, at)
    if (name === null) throw notFound('not-found')
    await recordAction(tx, { at, kind: 'token.revoked', actor, subject: name })
  })
}

function shown(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    last4: row.last4,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }
}
