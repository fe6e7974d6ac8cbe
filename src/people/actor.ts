import { forbidden, notFound, unauthenticated } from '../platform/errors.ts'
import type { TeamRole, WorkspaceRole } from './api.ts'

/** Whoever acts: a person in the browser or with a token, the command line, or a job. */
export type Actor = {
  personId: string | null
  name: string
  role: WorkspaceRole
  teams: ReadonlyMap<string, TeamRole>
  via: 'session' | 'token' | 'command' | 'job'
}

export const commandActor: Actor = { personId: null, name: '명령줄', role: 'admin', teams: new Map(), via: 'command' }
export const jobActor: Actor = { personId: null, name: '자동 작업', role: 'admin', teams: new Map(), via: 'job' }

export function isAdmin(actor: Actor): boolean {
  return actor.role === 'admin'
}

export function canSeeTeam(actor: Actor, teamId: string): boolean {
  return isAdmin(actor) || actor.teams.has(teamId)
}

export function canLeadTeam(actor: Actor, teamId: string): boolean {
  return isAdmin(actor) || actor.teams.get(teamId) === 'lead'
}

/** What one may not see does not exist. */
export function requireTeam(actor: Actor, teamId: string): void {
  if (!canSeeTeam(actor, teamId)) throw notFound('not-found')
}

export function requireLead(actor: Actor, teamId: string): void {
  requireTeam(actor, teamId)
  if (!canLeadTeam(actor, teamId)) throw forbidden('not-allowed')
}

export function requireAdmin(actor: Actor): void {
  if (!isAdmin(actor)) throw forbidden('not-allowed')
}

export function requireActor(actor: Actor | null): Actor {
  if (!actor) throw unauthenticated('sign-in-needed')
  return actor
}

/** The teams whose figures the actor may read: null means all of them. */
export function visibleTeams(actor: Actor): string[] | null {
  return isAdmin(actor) ? null : [...actor.teams.keys()]
}

export function teamRoleOf(actor: Actor, teamId: string): 'admin' | TeamRole {
  return isAdmin(actor) ? 'admin' : (actor.teams.get(teamId) ?? 'member')
}
