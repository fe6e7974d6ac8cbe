import { type Actor, canSeeTeam, requireLead } from '../people/actor.ts'
import { notFound } from '../platform/errors.ts'
import { problemSentence } from './admin-key-view.ts'
import type { Candidate } from './api.ts'
import type { TeamsDeps } from './deps.ts'
import { lookUpProjects } from './look-up.ts'
import { findVisibleProject } from './projects.ts'
import { holdersOf } from './store/bindings.ts'
import { findTeam } from './store/teams.ts'

export type Candidates = { items: Candidate[]; problems: { keyLast4: string; code: string; detail: string }[] }

/** What a team can choose from: all projects of its organizations, with who holds them already. */
export function createCandidates(deps: TeamsDeps) {
  async function forTeam(actor: Actor, teamId: string): Promise<Candidates> {
    requireLead(actor, teamId)
    if (!(await findTeam(deps.db, teamId))) throw notFound('not-found')
    const { found, problems } = await lookUpProjects(deps, teamId, null)
    const holders = await holdersOf(deps.db, [...found.keys()])
    const items = [...found.values()].map((project): Candidate => {
      const holder = holders.get(project.id)
      const isVisible = holder !== undefined && canSeeTeam(actor, holder.team_id)
      return {
        externalId: project.id,
        name: project.name,
        archived: project.archived,
        organizationId: project.organizationId,
        boundTo: holder
          ? {
              projectId: isVisible ? holder.project_id : null,
              projectName: isVisible ? holder.project_name : null,
            }
          : null,
      }
    })
    return {
      items: items.sort(liveByName),
      problems: problems.map(({ last4, code }) => ({ keyLast4: last4, code, detail: problemSentence(code) })),
    }
  }

  return {
    forTeam,
    forProject: async (actor: Actor, projectId: string): Promise<Candidates> =>
      forTeam(actor, (await findVisibleProject(deps, actor, projectId)).team_id),
  }
}

function liveByName(left: Candidate, right: Candidate): number {
  if (left.archived !== right.archived) return left.archived ? 1 : -1
  return (left.name ?? left.externalId).localeCompare(right.name ?? right.externalId, 'ko')
}
