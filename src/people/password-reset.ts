import { recordAction } from '../actions/record.ts'
import { HOUR } from '../platform/clock.ts'
import type { Tx } from '../platform/db/database.ts'
import { conflict, notFound } from '../platform/errors.ts'
import type { Actor } from './actor.ts'
import { accountLimit, addressLimit } from './attempt-limits.ts'
import type { Inner } from './deps.ts'
import { fingerprint, newLinkToken } from './one-time-secret.ts'
import { hashPassword } from './password.ts'
import type { Caller } from './sessions.ts'
import { closeResetsOf, insertReset, isResetOpen, setPassword, takeReset } from './store/passwords.ts'
import { findPersonByEmail, lockPerson } from './store/people.ts'
import { deleteSessionsOf } from './store/sessions.ts'
import { findWorkspace } from './store/workspace.ts'

const LIFETIME = HOUR

/** Says nothing about whether the address is known: same answer, nearly the same work. */
export async function requestReset(inner: Inner, email: string, caller: Caller): Promise<void> {
  await inner.throttle.reserve('reset-throttled', [
    addressLimit('reset', caller.address, 10),
    accountLimit('reset', email, 3),
  ])
  await inner.database.db.transaction().execute(async (tx) => {
    const person = await findPersonByEmail(tx, email)
    const known = person !== null && person.disabledAt === null
    const { link, expiresAt } = await addReset(inner, tx, known ? person.id : null)
    const { name: workspaceName = '', timeZone = inner.config.displayTimeZone } = (await findWorkspace(tx)) ?? {}
    if (!known) return
    const message = { to: email, workspaceName, personName: person.name, link, expiresAt, timeZone }
    await inner.mail.queue(tx, { kind: 'password-reset', ...message })
  })
  inner.mail.deliverSoon()
}

/** A link to hand over in person, for installations without mail. */
export async function createResetLink(inner: Inner, actor: Actor, personId: string) {
  return inner.database.db.transaction().execute(async (tx) => {
    const person = await lockPerson(tx, personId)
    if (!person) throw notFound('not-found')
    if (person.disabledAt) throw conflict('reset-for-disabled')
    const { link, expiresAt } = await addReset(inner, tx, personId)
    const after = { resetLink: 'created' }
    const at = inner.clock.now()
    await recordAction(tx, { at, kind: 'person.changed', actor, subject: person.name, after })
    return { link, expiresAt: expiresAt.toISOString() }
  })
}

export async function confirmReset(
  inner: Inner,
  input: { token: string; password: string },
  caller: Caller,
): Promise<void> {
  const limit = addressLimit('reset-confirm', caller.address, 20)
  await inner.throttle.reserve('reset-throttled', [limit])
  const hash = fingerprint(input.token)
  if (!(await isResetOpen(inner.database.db, hash, inner.clock.now()))) throw notFound('reset-gone')
  const passwordHash = await hashPassword(input.password)
  const at = inner.clock.now()
  const email = await inner.database.db.transaction().execute(async (tx) => {
    const personId = await takeReset(tx, hash, at)
    const person = personId === null ? null : await lockPerson(tx, personId)
    if (!person || person.disabledAt) throw notFound('reset-gone')
    await setPassword(tx, person.id, passwordHash, at)
    await deleteSessionsOf(tx, person.id)
    await closeResetsOf(tx, person.id, at)
    const actor = { personId: person.id, name: person.name, via: 'session' }
    const after = { password: 'changed' }
    await recordAction(tx, { at, kind: 'person.changed', actor, subject: person.name, after })
    return person.email
  })
  await inner.throttle.release(limit)
  await inner.throttle.forget(accountLimit('sign-in', email, 0))
}

async function addReset(inner: Inner, tx: Tx, personId: string | null): Promise<{ link: string; expiresAt: Date }> {
  const token = newLinkToken()
  const createdAt = inner.clock.now()
  const expiresAt = new Date(createdAt.getTime() + LIFETIME)
  await insertReset(tx, { hash: fingerprint(token), personId, createdAt, expiresAt })
  return { link: `${inner.config.publicUrl}/password-reset/${token}`, expiresAt }
}
