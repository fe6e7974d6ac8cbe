import { type Actor, canSeeTeam, requireLead } from '../people/actor.ts'
import type { Tx } from '../platform/db/database.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { sentenceFor } from '../platform/http/words.ts'
import { hideSecrets } from '../platform/log.ts'
import type { BindingResult } from './api.ts'
import { startBindings, type Wanted } from './bindings.ts'
import type { TeamsDeps } from './deps.ts'
import { freeName } from './free-name.ts'
import { type Found, type LookUp, lookUpProjects } from './look-up.ts'
import { createProject, findVisibleProject, PROJECT_CONFLICTS, requireLiveTeam } from './projects.ts'
import { type HolderRow, holdersOf, lockExternalIds } from './store/bindings.ts'
import { organizationsOf } from './store/organizations.ts'
import { liveNames, lockProject } from './store/projects.ts'
import { findTeam } from './store/teams.ts'
import { explainConflicts } from './store/unique.ts'
import { BOUND, BOUND_WITH_COSTS, teamsErrors } from './words.ko.ts'

const FORMAT = /^proj_[A-Za-z0-9]{6,100}$/

type Target = Wanted['project']

export function createBindingRegistration(deps: TeamsDeps) {
  const { db } = deps

  /** Every id gets its own answer; those that can be bound are bound together. */
  async function bindAll(
    actor: Actor,
    teamId: string,
    given: readonly string[],
    targetOf: (tx: Tx) => Promise<(project: Found) => Promise<Target>>,
    ownProjectId: string | null,
  ): Promise<BindingResult[]> {
    const ids = [...new Set(given)].filter((id) => FORMAT.test(id))
    const lookUp = await lookUpProjects(deps, teamId, ids)
    const reachable = ids.flatMap((id) => lookUp.found.get(id) ?? [])
    const work = db.transaction().execute(async (tx) => {
      const target = await targetOf(tx)
      await lockExternalIds(
        tx,
        reachable.map(({ id }) => id),
      )
      const holders = await holdersOf(tx, ids)
      const homes = await organizationsOf(tx, ids)
      const wanted: Wanted[] = []
      for (const project of reachable.filter(({ id }) => !holders.has(id))) {
        const organizationId = homes.get(project.id) ?? project.organizationId
        wanted.push({ project: await target(project), externalId: project.id, organizationId })
      }
      const fromBeginning = await startBindings(tx, deps, actor, wanted)
      const shown = await showingCosts(tx, wanted, fromBeginning)
      return { holders, bound: new Map(wanted.map((item) => [item.externalId, item.project.id])), shown }
    })
    const { holders, bound, shown } = await explainConflicts(work, PROJECT_CONFLICTS)
    return given.map((externalId, index): BindingResult => {
      const projectId = bound.get(externalId)
      if (given.indexOf(externalId) !== index) return refusal(externalId, 'external-id-repeated')
      if (projectId === undefined) return explain(actor, externalId, lookUp, holders.get(externalId), ownProjectId)
      const detail = shown.has(externalId) ? BOUND_WITH_COSTS : BOUND
      return { externalId, ok: true, code: null, detail, projectId }
    })
  }

  async function showingCosts(
    tx: Tx,
    wanted: readonly Wanted[],
    fromBeginning: ReadonlySet<string>,
  ): Promise<ReadonlySet<string>> {
    const shown = new Set<string>()
    const first = wanted.filter(({ externalId }) => fromBeginning.has(externalId))
    for (const [organizationId, items] of Map.groupBy(first, (item) => item.organizationId)) {
      const ids = items.map(({ externalId }) => externalId)
      for (const id of await deps.findCollected(tx, organizationId, ids)) shown.add(id)
    }
    return shown
  }

  return {
    bind: async (actor: Actor, projectId: string, externalIds: readonly string[]): Promise<BindingResult[]> => {
      const seen = await findVisibleProject(deps, actor, projectId)
      requireLead(actor, seen.team_id)
      if (seen.archived_at) throw conflict('project-archived')
      const targetOf = async (tx: Tx) => {
        const project = await lockProject(tx, projectId)
        if (!project || project.team_id !== seen.team_id) throw notFound('not-found')
        if (project.archived_at) throw conflict('project-archived')
        const target = { id: project.id, teamId: project.team_id, name: project.name }
        return async () => target
      }
      return bindAll(actor, seen.team_id, externalIds, targetOf, projectId)
    },

    /** One new project per outside project, named after it. */
    importProjects: async (actor: Actor, teamId: string, externalIds: readonly string[]): Promise<BindingResult[]> => {
      requireLead(actor, teamId)
      const team = await findTeam(db, teamId)
      if (!team) throw notFound('not-found')
      if (team.archived_at) throw conflict('team-archived')
      const targetOf = async (tx: Tx) => {
        await requireLiveTeam(tx, teamId)
        const taken = await liveNames(tx, teamId)
        return async (project: Found) => {
          const name = freeName(project.name ?? project.id, taken)
          taken.push(name)
          const id = await createProject(tx, actor, { teamId, name, at: deps.clock.now() })
          return { id, teamId, name }
        }
      }
      return bindAll(actor, teamId, externalIds, targetOf, null)
    },
  }
}

function explain(
  actor: Actor,
  externalId: string,
  lookUp: LookUp,
  holder: HolderRow | undefined,
  ownProjectId: string | null,
): BindingResult {
  if (!FORMAT.test(externalId)) return refusal(externalId, 'external-id-invalid')
  if (holder && holder.project_id === ownProjectId) return refusal(externalId, 'external-id-here')
  if (holder) {
    const name = canSeeTeam(actor, holder.team_id) ? holder.project_name : ''
    return refusal(externalId, 'external-id-taken', { holder: name })
  }
  if (!lookUp.hasKey) return refusal(externalId, 'no-admin-key')
  const [problem] = lookUp.problems
  return refusal(externalId, problem?.code ?? 'external-id-unreachable')
}

function refusal(externalId: string, code: string, params: Record<string, string> = {}): BindingResult {
  return {
    externalId: hideSecrets(externalId), // somebody may paste a key into the wrong field
    ok: false,
    code,
    detail: sentenceFor(teamsErrors, code, { seconds: 60, ...params }),
    projectId: null,
  }
}
