import type { Tx } from '../platform/db/database.ts'
import type { TeamRole } from './api.ts'

export type TeamMembership = { teamId: string; teamName: string; role: TeamRole }

/** What people need to know of teams. `teams/` stands below and hands it in. Archived teams do not count. */
export type Memberships = {
  of(personId: string): Promise<TeamMembership[]>
  /** By person: of everybody (null), or of the members of these teams with all their memberships. */
  ofMany(teamIds: readonly string[] | null): Promise<ReadonlyMap<string, TeamMembership[]>>
  /** Names of those of the teams that exist. */
  teamNames(teamIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Joins a new person to a team; a team that is gone by now is left out. */
  add(tx: Tx, member: { personId: string; teamId: string; role: TeamRole; at: Date }): Promise<void>
}

export type PeopleMessage =
  | {
      kind: 'invitation'
      to: string
      workspaceName: string
      invitedBy: string
      link: string
      expiresAt: Date
      timeZone: string
    }
  | {
      kind: 'password-reset'
      to: string
      workspaceName: string
      personName: string
      link: string
      expiresAt: Date
      timeZone: string
    }

/** What people need of mail. `channels/` stands below and hands it in. */
export type PeopleMail = {
  /** False where no mail server is configured: then links are copied by hand. */
  sends: boolean
  queue(tx: Tx, message: PeopleMessage): Promise<void>
  /** Called once the transaction is committed. */
  deliverSoon(): void
}
