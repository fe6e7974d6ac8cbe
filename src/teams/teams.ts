import { recordAction } from '../actions/record.ts'
import { type Actor, requireAdmin, requireLead, requireTeam, teamRoleOf, visibleTeams } from '../people/actor.ts'
import type { Tx } from '../platform/db/database.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { adminKeyView } from './admin-key-view.ts'
import type { Team } from './api.ts'
import type { TeamsDeps } from './deps.ts'
import { type AdminKeyRow, keysOfTeams, setKeyState } from './store/admin-keys.ts'
import { findTeam, insertTeam, listTeams, lockTeam, renameTeam, setTeamArchived, type TeamRow } from './store/teams.ts'
import { explainConflicts } from './store/unique.ts'

const CONFLICTS = { teams_live_name: conflict('team-name-taken') }

export function createTeamVerbs({ db, clock }: Pick<TeamsDeps, 'db' | 'clock'>) {
  async function view(actor: Actor, rows: readonly TeamRow[]): Promise<Team[]> {
    const keys = await keysOfTeams(
      db,
      rows.map(({ id }) => id),
    )
    return rows.map((row) => teamView(actor, row, keys))
  }

  async function get(actor: Actor, id: string): Promise<Team> {
    requireTeam(actor, id)
    const [team] = await view(actor, await rowsOf(id))
    if (!team) throw notFound('not-found')
    return team
  }

  async function rowsOf(id: string): Promise<TeamRow[]> {
    const row = await findTeam(db, id)
    return row ? [row] : []
  }

  /** Changes a team under its lock, then answers with what it became. */
  async function change(actor: Actor, id: string, deed: (tx: Tx, team: TeamRow) => Promise<void>): Promise<Team> {
    const work = db.transaction().execute(async (tx) => {
      await lockTeam(tx, id)
      const team = await findTeam(tx, id)
      if (!team) throw notFound('not-found')
      await deed(tx, team)
    })
    await explainConflicts(work, CONFLICTS)
    return get(actor, id)
  }

  return {
    get,
    list: async (actor: Actor, archived: boolean): Promise<Team[]> =>
      view(actor, await listTeams(db, visibleTeams(actor), archived)),

    create: async (actor: Actor, name: string): Promise<Team> => {
      requireAdmin(actor)
      const work = db.transaction().execute(async (tx) => {
        const at = clock.now()
        const id = await insertTeam(tx, name, at)
        await recordAction(tx, { at, kind: 'team.created', actor, subject: name, teamId: id, after: { name } })
        return id
      })
      return get(actor, await explainConflicts(work, CONFLICTS))
    },

    rename: (actor: Actor, id: string, name: string): Promise<Team> => {
      requireLead(actor, id)
      return change(actor, id, async (tx, team) => {
        if (team.name === name) return
        await renameTeam(tx, id, name)
        await recordAction(tx, {
          at: clock.now(),
          kind: 'team.renamed',
          actor,
          subject: name,
          teamId: id,
          before: { name: team.name },
          after: { name },
        })
      })
    },

    /** Its keys rest with it; a team that still has projects stays. */
    archive: (actor: Actor, id: string): Promise<Team> => {
      requireAdmin(actor)
      return change(actor, id, async (tx, team) => {
        if (team.archived_at) return
        if (team.project_count > 0) throw conflict('team-has-projects', { count: team.project_count })
        const at = clock.now()
        await setTeamArchived(tx, id, at)
        await recordAction(tx, { at, kind: 'team.archived', actor, subject: team.name, teamId: id })
        const active = (await keysOfTeams(tx, [id])).filter(({ state }) => state !== 'inactive')
        for (const key of active) {
          await setKeyState(tx, key.id, 'inactive')
          await recordAction(tx, {
            at,
            kind: 'admin-key.deactivated',
            actor,
            subject: `…${key.last4}`,
            teamId: id,
            reason: '팀 보관',
            before: { state: key.state },
            after: { state: 'inactive' },
          })
        }
      })
    },

    restore: (actor: Actor, id: string): Promise<Team> => {
      requireAdmin(actor)
      return change(actor, id, async (tx, team) => {
        if (!team.archived_at) return
        await setTeamArchived(tx, id, null)
        await recordAction(tx, { at: clock.now(), kind: 'team.restored', actor, subject: team.name, teamId: id })
      })
    },
  }
}

function teamView(actor: Actor, row: TeamRow, keys: readonly AdminKeyRow[]): Team {
  return {
    id: row.id,
    name: row.name,
    archivedAt: row.archived_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    projectCount: row.project_count,
    memberCount: row.member_count,
    adminKeys: keys.filter((key) => key.team_id === row.id).map((key) => adminKeyView(actor, key)),
    myRole: teamRoleOf(actor, row.id),
  }
}
