import { recordAction } from '../actions/record.ts'
import { invalid, notFound } from '../platform/errors.ts'
import type { Actor } from './actor.ts'
import type { Session } from './api.ts'
import { accountLimit } from './attempt-limits.ts'
import type { Inner } from './deps.ts'
import { me, personIdOf } from './me.ts'
import { hashPassword, verifyPassword } from './password.ts'
import type { Caller, Cookies } from './sessions.ts'
import { closeResetsOf, findPasswordHash, replacePassword } from './store/passwords.ts'
import { deleteSession, deleteSessionsOf, listSessions } from './store/sessions.ts'

const FAILURES_PER_ACCOUNT = 5

/** All sessions end, the caller's too, and a new one starts: whoever had copied the cookie is out. */
export async function changePassword(
  inner: Inner,
  actor: Actor,
  input: { currentPassword: string; newPassword: string },
  caller: Caller,
): Promise<Cookies> {
  const personId = personIdOf(actor)
  const limit = accountLimit('password', personId, FAILURES_PER_ACCOUNT)
  await inner.throttle.reserve('password-throttled', [limit])
  const from = await findPasswordHash(inner.database.db, personId)
  if (!from) throw invalid('password-not-used')
  if (!(await verifyPassword(from, input.currentPassword))) throw invalid('password-wrong')
  await inner.throttle.forget(limit)
  const to = await hashPassword(input.newPassword)
  const at = inner.clock.now()
  await inner.database.db.transaction().execute(async (tx) => {
    if (!(await replacePassword(tx, personId, { from, to }, at))) throw invalid('password-wrong')
    await deleteSessionsOf(tx, personId)
    await closeResetsOf(tx, personId, at)
    const after = { password: 'changed' }
    await recordAction(tx, { at, kind: 'person.changed', actor, subject: actor.name, after })
  })
  const { email } = await me(inner, personId)
  return (await inner.sessions.start(email, input.newPassword, caller))?.cookies ?? []
}

export async function sessionsOf(inner: Inner, actor: Actor, current: string | null): Promise<Session[]> {
  const rows = await listSessions(inner.database.db, personIdOf(actor))
  return rows.map(({ createdAt, lastSeenAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    current: row.id === current,
  }))
}

export async function endSession(inner: Inner, actor: Actor, id: string): Promise<void> {
  if (!(await deleteSession(inner.database.db, personIdOf(actor), id))) throw notFound('not-found')
}
