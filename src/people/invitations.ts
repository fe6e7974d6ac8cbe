import { recordAction } from '../actions/record.ts'
import { DAY } from '../platform/clock.ts'
import { conflict, forbidden, notFound } from '../platform/errors.ts'
import { type Actor, canLeadTeam, canSeeTeam, isAdmin, requireLead } from './actor.ts'
import type { Invitation, NewInvitation, TeamRole, WorkspaceRole } from './api.ts'
import type { Inner } from './deps.ts'
import { personIdOf } from './me.ts'
import { fingerprint, newLinkToken } from './one-time-secret.ts'
import {
  findOpenInvitation,
  type InvitationRow,
  insertInvitation,
  listOpenInvitations,
  withdrawInvitation,
} from './store/invitations.ts'
import { findPersonByEmail } from './store/people.ts'
import { findWorkspace } from './store/workspace.ts'

const LIFETIME = 7 * DAY

export type InvitationInput = { email: string; role: WorkspaceRole; teams: { teamId: string; role: TeamRole }[] }

export async function invitationsFor(inner: Inner, actor: Actor): Promise<Invitation[]> {
  const rows = await listOpenInvitations(inner.database.db, inner.clock.now())
  const mine = rows.filter((row) => isAdmin(actor) || row.teams.some((team) => canLeadTeam(actor, team.teamId)))
  const names = await inner.memberships.teamNames(mine.flatMap((row) => row.teams.map((team) => team.teamId)))
  return mine.map((row) => shown(actor, row, names))
}

export async function invite(inner: Inner, actor: Actor, input: InvitationInput): Promise<NewInvitation> {
  const teams = [...new Map(input.teams.map((team) => [team.teamId, team])).values()]
  requireMayInvite(actor, { ...input, teams })
  const names = await inner.memberships.teamNames(teams.map((team) => team.teamId))
  if (teams.some((team) => !names.has(team.teamId))) throw notFound('not-found')
  const token = newLinkToken()
  const link = `${inner.config.publicUrl}/invitations/${token}`
  const createdAt = inner.clock.now()
  const expiresAt = new Date(createdAt.getTime() + LIFETIME)
  const invitation = { email: input.email, role: input.role, teams, createdAt, expiresAt }
  const id = await inner.database.db.transaction().execute(async (tx) => {
    if (await findPersonByEmail(tx, input.email)) throw conflict('person-exists')
    const row = { ...invitation, hash: fingerprint(token), invitedById: personIdOf(actor) }
    const inserted = await insertInvitation(tx, row)
    const after = { role: input.role, teams: teams.map((team) => names.get(team.teamId)) }
    const teamId = teams.length === 1 ? (teams[0]?.teamId ?? null) : null
    await recordAction(tx, { at: createdAt, kind: 'person.invited', actor, subject: input.email, teamId, after })
    const { name: workspaceName = '', timeZone = inner.config.displayTimeZone } = (await findWorkspace(tx)) ?? {}
    const message = { to: input.email, workspaceName, invitedBy: actor.name, link, expiresAt, timeZone }
    await inner.mail.queue(tx, { kind: 'invitation', ...message })
    return inserted
  })
  inner.mail.deliverSoon()
  const row = { ...invitation, id, invitedBy: actor.name }
  return { ...shown(actor, row, names), link, mailed: inner.mail.sends }
}

export async function withdraw(inner: Inner, actor: Actor, id: string): Promise<void> {
  const at = inner.clock.now()
  const row = await findOpenInvitation(inner.database.db, id, at)
  if (!row || !(isAdmin(actor) || row.teams.some((team) => canSeeTeam(actor, team.teamId)))) throw notFound('not-found')
  requireMayInvite(actor, row)
  await inner.database.db.transaction().execute(async (tx) => {
    if (!(await withdrawInvitation(tx, id, at))) throw notFound('not-found')
    const teamId = row.teams.length === 1 ? (row.teams[0]?.teamId ?? null) : null
    await recordAction(tx, { at, kind: 'invitation.withdrawn', actor, subject: row.email, teamId })
  })
}

/** A lead gives away no more than a seat in a team of their own. */
function requireMayInvite(actor: Actor, wanted: Pick<InvitationInput, 'role' | 'teams'>): void {
  if (isAdmin(actor)) return
  for (const team of wanted.teams) requireLead(actor, team.teamId)
  const onlySeats = wanted.role === 'member' && wanted.teams.every((team) => team.role === 'member')
  if (!onlySeats || wanted.teams.length === 0) throw forbidden('not-allowed')
}

function shown(actor: Actor, row: InvitationRow, names: ReadonlyMap<string, string>): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    invitedBy: row.invitedBy,
    teams: row.teams.flatMap(({ teamId, role }) => {
      const teamName = names.get(teamId)
      return teamName !== undefined && canSeeTeam(actor, teamId) ? [{ teamId, teamName, role }] : []
    }),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }
}
