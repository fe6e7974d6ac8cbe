import { recordAction } from '../actions/record.ts'
import { type Actor, requireLead, requireTeam } from '../people/actor.ts'
import type { TeamRole } from '../people/api.ts'
import { conflict, notFound } from '../platform/errors.ts'
import type { TeamMember } from './api.ts'
import type { TeamsDeps } from './deps.ts'
import { deleteMember, findRole, listMembers, putMember } from './store/members.ts'
import { findTeam, lockTeam } from './store/teams.ts'

type Deps = Pick<TeamsDeps, 'db' | 'clock' | 'people'>

export function createMemberVerbs({ db, clock, people }: Deps) {
  async function nameOf(personId: string): Promise<{ name: string; email: string }> {
    const person = (await people.find([personId])).get(personId)
    if (!person) throw notFound('person-unknown')
    return person
  }

  return {
    list: async (actor: Actor, teamId: string): Promise<TeamMember[]> => {
      requireTeam(actor, teamId)
      if (!(await findTeam(db, teamId))) throw notFound('not-found')
      const rows = await listMembers(db, teamId)
      const known = await people.find(rows.map((row) => row.person_id))
      return rows.flatMap((row) => {
        const person = known.get(row.person_id)
        return person ? [{ personId: row.person_id, ...person, role: row.role }] : []
      })
    },

    put: async (actor: Actor, teamId: string, personId: string, role: TeamRole): Promise<TeamMember> => {
      requireLead(actor, teamId)
      const person = await nameOf(personId)
      await db.transaction().execute(async (tx) => {
        await lockTeam(tx, teamId)
        const team = await findTeam(tx, teamId)
        if (!team) throw notFound('not-found')
        if (team.archived_at) throw conflict('team-archived')
        const before = await findRole(tx, teamId, personId)
        if (before === role) return
        const at = clock.now()
        await putMember(tx, { teamId, personId, role, at })
        if (before === 'lead') await people.leadLost(tx, { personId, teamId, at })
        await recordAction(tx, {
          at,
          kind: before ? 'member.changed' : 'member.added',
          actor,
          subject: person.name,
          teamId,
          before: before ? { role: before } : null,
          after: { personId, role },
        })
      })
      return { personId, name: person.name, email: person.email, role }
    },

    remove: async (actor: Actor, teamId: string, personId: string): Promise<void> => {
      requireLead(actor, teamId)
      const known = (await people.find([personId])).get(personId)
      await db.transaction().execute(async (tx) => {
        const before = await findRole(tx, teamId, personId)
        if (!before) throw notFound('not-found')
        const at = clock.now()
        await deleteMember(tx, teamId, personId)
        if (before === 'lead') await people.leadLost(tx, { personId, teamId, at })
        await recordAction(tx, {
          at,
          kind: 'member.removed',
          actor,
          subject: known?.name ?? personId,
          teamId,
          before: { personId, role: before },
        })
      })
    },
  }
}
