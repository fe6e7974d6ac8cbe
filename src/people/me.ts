import { recordAction } from '../actions/record.ts'
import { unauthenticated } from '../platform/errors.ts'
import type { Actor } from './actor.ts'
import type { Me } from './api.ts'
import type { Inner } from './deps.ts'
import { findPerson, lockPerson, renamePerson } from './store/people.ts'
import { findWorkspace } from './store/workspace.ts'

export function personIdOf(actor: Actor): string {
  if (actor.personId === null) throw unauthenticated('sign-in-needed')
  return actor.personId
}

export async function me(inner: Inner, personId: string): Promise<Me> {
  const { db } = inner.database
  const person = await findPerson(db, personId)
  if (!person) throw unauthenticated('sign-in-needed')
  const workspace = await findWorkspace(db)
  return {
    id: person.id,
    name: person.name,
    email: person.email,
    role: person.role,
    teams: await inner.memberships.of(personId),
    workspace: {
      name: workspace?.name ?? '',
      timeZone: workspace?.timeZone ?? inner.config.displayTimeZone,
      sendsMail: inner.mail.sends,
    },
  }
}

export async function rename(inner: Inner, actor: Actor, name: string): Promise<Me> {
  const personId = personIdOf(actor)
  const at = inner.clock.now()
  await inner.database.db.transaction().execute(async (tx) => {
    const person = await lockPerson(tx, personId)
    if (!person || person.name === name) return
    await renamePerson(tx, personId, name, at)
    const change = { before: { name: person.name }, after: { name } }
    await recordAction(tx, { at, kind: 'person.changed', actor, subject: name, ...change })
  })
  return me(inner, personId)
}
