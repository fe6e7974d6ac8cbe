import { recordAction } from '../actions/record.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { addressLimit } from './attempt-limits.ts'
import type { Inner } from './deps.ts'
import { fingerprint } from './one-time-secret.ts'
import { hashPassword } from './password.ts'
import type { Caller, Cookies } from './sessions.ts'
import { findInvitationByToken, type InvitationRow, takeInvitation } from './store/invitations.ts'
import { insertPerson } from './store/people.ts'
import { findWorkspace } from './store/workspace.ts'

export async function previewInvitation(inner: Inner, token: string) {
  const row = await openInvitation(inner, token)
  const workspace = await findWorkspace(inner.database.db)
  return { email: row.email, workspaceName: workspace?.name ?? '', expiresAt: row.expiresAt.toISOString() }
}

export async function acceptInvitation(
  inner: Inner,
  input: { token: string; name: string; password: string },
  caller: Caller,
): Promise<{ personId: string; cookies: Cookies }> {
  await inner.throttle.reserve('too-many-requests', [addressLimit('invitation', caller.address, 20)])
  const row = await openInvitation(inner, input.token)
  const passwordHash = await hashPassword(input.password)
  const at = inner.clock.now()
  await inner.database.db.transaction().execute(async (tx) => {
    if (!(await takeInvitation(tx, row.id, at))) throw notFound('invitation-gone')
    const person = { name: input.name, email: row.email, role: row.role, passwordHash }
    const personId = await insertPerson(tx, person, at)
    if (!personId) throw conflict('person-exists')
    for (const team of row.teams) await inner.memberships.add(tx, { personId, ...team, at })
    const actor = { personId, name: input.name, via: 'session' }
    const after = { email: row.email, role: row.role, invitedBy: row.invitedBy }
    await recordAction(tx, { at, kind: 'person.joined', actor, subject: input.name, after })
  })
  await inner.throttle.release(addressLimit('invitation', caller.address, 20))
  const started = await inner.sessions.start(row.email, input.password, caller)
  if (!started) throw conflict('person-exists')
  return started
}

async function openInvitation(inner: Inner, token: string): Promise<InvitationRow> {
  const row = await findInvitationByToken(inner.database.db, fingerprint(token), inner.clock.now())
  if (!row) throw notFound('invitation-gone')
  return row
}
