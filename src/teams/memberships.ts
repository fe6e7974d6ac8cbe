import type { TeamRole } from '../people/api.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { type MembershipRow, membershipsOf, membershipsOfMany, putMember } from './store/members.ts'
import { teamNames } from './store/teams.ts'

export type TeamMembership = { teamId: string; teamName: string; role: TeamRole }

/** What people need to know of teams. Archived teams do not count. */
export function createMemberships({ db }: { db: Db }) {
  return {
    of: async (personId: string): Promise<TeamMembership[]> => (await membershipsOf(db, personId)).map(membership),
    /** By person: of everybody (null), or of the members of these teams with all their memberships. */
    ofMany: async (teamIds: readonly string[] | null): Promise<ReadonlyMap<string, TeamMembership[]>> => {
      const rows = await membershipsOfMany(db, teamIds)
      const byPerson = Map.groupBy(rows, (row) => row.person_id)
      return new Map([...byPerson].map(([person, own]) => [person, own.map(membership)]))
    },
    /** Names of those of the teams that exist. */
    teamNames: (teamIds: readonly string[]): Promise<ReadonlyMap<string, string>> => teamNames(db, teamIds),
    /** A team that is gone by now is left out. The caller records the action. */
    add: (tx: Tx, member: { personId: string; teamId: string; role: TeamRole; at: Date }): Promise<void> =>
      putMember(tx, member),
  }
}

function membership(row: MembershipRow): TeamMembership {
  return { teamId: row.team_id, teamName: row.team_name, role: row.role }
}
