import { recordAction } from '../actions/record.ts'
import { type Actor, canSeeTeam, requireAdmin, requireLead, teamRoleOf } from '../people/actor.ts'
import type { Tx } from '../platform/db/database.ts'
import { conflict, notFound } from '../platform/errors.ts'
import type { Project } from './api.ts'
import { endBindings } from './bindings.ts'
import type { TeamsDeps } from './deps.ts'
import { bindingsOfProject, everHeldBy } from './store/bindings.ts'
import {
  findProject,
  insertProject,
  lockProject,
  moveProject,
  type ProjectRow,
  renameProject,
  setProjectArchived,
} from './store/projects.ts'
import { findTeam, lockTeam, type TeamRow } from './store/teams.ts'
import { explainConflicts } from './store/unique.ts'

export const PROJECT_CONFLICTS = { projects_live_name: conflict('project-name-taken') }

type Deps = Pick<TeamsDeps, 'db' | 'clock' | 'onAttributionChanged' | 'onProjectMoved'>

export function createProjectVerbs(deps: Deps) {
  const { db, clock } = deps

  async function get(actor: Actor, id: string): Promise<Project> {
    return projectView(actor, await findVisibleProject(deps, actor, id))
  }

  async function change(actor: Actor, id: string, deed: (tx: Tx, row: ProjectRow) => Promise<void>): Promise<Project> {
    const seen = await findVisibleProject(deps, actor, id)
    requireLead(actor, seen.team_id)
    const work = db.transaction().execute(async (tx) => {
      const row = await lockProject(tx, id)
      if (!row || row.team_id !== seen.team_id) throw notFound('not-found')
      await deed(tx, row)
    })
    await explainConflicts(work, PROJECT_CONFLICTS)
    return get(actor, id)
  }

  return {
    get,

    create: async (actor: Actor, input: { teamId: string; name: string }): Promise<Project> => {
      requireLead(actor, input.teamId)
      const work = db.transaction().execute(async (tx) => {
        await requireLiveTeam(tx, input.teamId)
        return createProject(tx, actor, { ...input, at: clock.now() })
      })
      return get(actor, await explainConflicts(work, PROJECT_CONFLICTS))
    },

    rename: (actor: Actor, id: string, name: string): Promise<Project> =>
      change(actor, id, async (tx, row) => {
        if (row.name === name) return
        await renameProject(tx, id, name)
        const [before, after] = [{ name: row.name }, { name }]
        await recordAction(tx, { ...about(actor, row), kind: 'project.renamed', subject: name, before, after })
      }),

    /** Its Project IDs become free: their later costs are 미귀속 and visible, not hidden in an archive. */
    archive: (actor: Actor, id: string): Promise<Project> =>
      change(actor, id, async (tx, row) => {
        if (row.archived_at) return
        await setProjectArchived(tx, id, clock.now())
        await recordAction(tx, { ...about(actor, row), kind: 'project.archived' })
        const held = (await bindingsOfProject(tx, id)).filter(({ to_at }) => to_at === null)
        await endBindings(tx, deps, actor, row.team_id, held)
      }),

    restore: (actor: Actor, id: string): Promise<Project> =>
      change(actor, id, async (tx, row) => {
        if (!row.archived_at) return
        await requireLiveTeam(tx, row.team_id)
        await setProjectArchived(tx, id, null)
        await recordAction(tx, { ...about(actor, row), kind: 'project.restored' })
      }),

    /** From today's cost day on the other team pays; earlier days stay where they were. */
    move: async (actor: Actor, id: string, input: { teamId: string; reason: string }): Promise<Project> => {
      const seen = await findVisibleProject(deps, actor, id)
      requireAdmin(actor)
      const target = await findTeam(db, input.teamId)
      if (!target) throw notFound('not-found')
      if (seen.team_id === target.id) return get(actor, id)
      return change(actor, id, async (tx, row) => {
        await requireLiveTeam(tx, target.id)
        await moveProject(tx, id, { teamId: target.id, at: clock.now() })
        await recordAction(tx, {
          ...about(actor, row),
          kind: 'project.moved',
          teamId: target.id,
          reason: input.reason,
          before: { teamId: row.team_id, teamName: row.team_name },
          after: { teamId: target.id, teamName: target.name },
        })
        for (const { organizationId, externalIds } of await everHeldBy(tx, id)) {
          await deps.onAttributionChanged(tx, { organizationId, externalIds, projectIds: [id] })
        }
        await deps.onProjectMoved(tx, { projectId: id, teamId: target.id })
      })
    },
  }

  function about(actor: Actor, row: ProjectRow) {
    return { at: clock.now(), actor, subject: row.name, teamId: row.team_id, projectId: row.id }
  }
}

/** What one may not see does not exist. */
export async function findVisibleProject({ db }: Pick<TeamsDeps, 'db'>, actor: Actor, id: string): Promise<ProjectRow> {
  const row = await findProject(db, id)
  if (!row || !canSeeTeam(actor, row.team_id)) throw notFound('not-found')
  return row
}

export async function requireLiveTeam(tx: Tx, teamId: string): Promise<TeamRow> {
  await lockTeam(tx, teamId)
  const team = await findTeam(tx, teamId)
  if (!team) throw notFound('not-found')
  if (team.archived_at) throw conflict('team-archived')
  return team
}

export async function createProject(
  tx: Tx,
  actor: Actor,
  input: { teamId: string; name: string; at: Date },
): Promise<string> {
  const id = await insertProject(tx, input)
  const { teamId, name, at } = input
  await recordAction(tx, {
    at,
    kind: 'project.created',
    actor,
    subject: name,
    teamId,
    projectId: id,
    after: { name },
  })
  return id
}

function projectView(actor: Actor, row: ProjectRow): Project {
  return {
    id: row.id,
    name: row.name,
    teamId: row.team_id,
    teamName: row.team_name,
    archivedAt: row.archived_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    myRole: teamRoleOf(actor, row.team_id),
  }
}
