import { MINUTE } from '../platform/clock.ts'
import type { Actor } from './actor.ts'
import type { WorkspaceRole } from './api.ts'
import type { Inner } from './deps.ts'
import { fingerprint } from './one-time-secret.ts'
import type { Caller, Cookies } from './sessions.ts'
import { markSeen } from './store/people.ts'
import { findTokenOwner, markTokenUsed } from './store/tokens.ts'

/** Who a request comes from. `sessionId` is null for a token. */
export type Identity = { actor: Actor; sessionId: string | null; cookies: Cookies }

export async function identifyBySession(inner: Inner, caller: Caller): Promise<Identity | null> {
  const found = await inner.sessions.find(caller)
  if (!found || found.disabledAt) return null
  const now = inner.clock.now()
  if (!found.lastSeenAt || now.getTime() - found.lastSeenAt.getTime() > MINUTE) {
    await markSeen(inner.database.db, found.personId, now)
  }
  const role: WorkspaceRole = found.role === 'admin' ? 'admin' : 'member'
  const actor = await actorWith(inner, { personId: found.personId, name: found.name, role }, 'session')
  return { actor, sessionId: found.sessionId, cookies: found.cookies }
}

export async function identifyByToken(inner: Inner, token: string): Promise<Identity | null> {
  const now = inner.clock.now()
  const owner = await findTokenOwner(inner.database.db, fingerprint(token), now)
  if (!owner) return null
  if (owner.stale) {
    await markTokenUsed(inner.database.db, owner.tokenId, now)
    await markSeen(inner.database.db, owner.personId, now)
  }
  return { actor: await actorWith(inner, owner, 'token'), sessionId: null, cookies: [] }
}

async function actorWith(
  inner: Inner,
  person: { personId: string; name: string; role: WorkspaceRole },
  via: 'session' | 'token',
): Promise<Actor> {
  const teams = await inner.memberships.of(person.personId)
  const { personId, name, role } = person
  return { personId, name, role, via, teams: new Map(teams.map((team) => [team.teamId, team.role])) }
}
