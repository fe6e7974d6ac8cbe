import { recordAction } from '../actions/record.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { type Actor, canSeeTeam, isAdmin, visibleTeams } from './actor.ts'
import type { Person, WorkspaceRole } from './api.ts'
import type { Inner } from './deps.ts'
import { personIdOf } from './me.ts'
import type { TeamMembership } from './ports.ts'
import { withdrawInvitationsOf } from './store/invitations.ts'
import { closeResetsOf } from './store/passwords.ts'
import { listPeople, lockActiveAdmins, lockPerson, type PersonRow, updateAccess } from './store/people.ts'
import { deleteSessionsOf } from './store/sessions.ts'
import { revokeTokensOf } from './store/tokens.ts'

/** Admins see everybody; others themselves and the people of their teams, without what else those belong to. */
export async function peopleFor(inner: Inner, actor: Actor): Promise<Person[]> {
  const teams = await inner.memberships.ofMany(visibleTeams(actor))
  const ids = isAdmin(actor) ? null : [...new Set([personIdOf(actor), ...teams.keys()])]
  const rows = await listPeople(inner.database.db, ids)
  return rows.map((row) =>
    shown(
      row,
      (teams.get(row.id) ?? []).filter((team) => canSeeTeam(actor, team.teamId)),
    ),
  )
}

export type PersonChange = { role?: WorkspaceRole | undefined; disabled?: boolean | undefined }

/** A disabled person is out at once: sessions, tokens and open links end with the same commit. */
export async function changePerson(inner: Inner, actor: Actor, id: string, change: PersonChange): Promise<Person> {
  const at = inner.clock.now()
  const changed = await inner.database.db.transaction().execute(async (tx) => {
    const admins = await lockActiveAdmins(tx)
    const person = await lockPerson(tx, id)
    if (!person) throw notFound('not-found')
    const access = accessAfter(person, change, at)
    const staysAdmin = access.role === 'admin' && access.disabledAt === null
    if (!staysAdmin && admins.length === 1 && admins[0] === id) throw conflict('last-admin')
    if (access.role === person.role && access.disabledAt === person.disabledAt) return person
    await updateAccess(tx, id, access, at)
    if (admins.includes(id) && !staysAdmin) await withdrawInvitationsOf(tx, id, at)
    if (access.disabledAt) {
      await deleteSessionsOf(tx, id)
      await revokeTokensOf(tx, id, at)
      await closeResetsOf(tx, id, at)
      await withdrawInvitationsOf(tx, id, at)
    }
    const after = { role: access.role, disabled: access.disabledAt !== null }
    const before = { role: person.role, disabled: person.disabledAt !== null }
    await recordAction(tx, { at, kind: 'person.changed', actor, subject: person.name, before, after })
    return { ...person, ...access }
  })
  return shown(changed, await inner.memberships.of(id))
}

function accessAfter(person: PersonRow, change: PersonChange, at: Date): Pick<PersonRow, 'role' | 'disabledAt'> {
  const role = change.role ?? person.role
  if (change.disabled === undefined) return { role, disabledAt: person.disabledAt }
  return { role, disabledAt: change.disabled ? (person.disabledAt ?? at) : null }
}

function shown(row: PersonRow, teams: TeamMembership[]): Person {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    teams,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
  }
}
