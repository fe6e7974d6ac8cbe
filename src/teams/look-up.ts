import type { TeamsDeps } from './deps.ts'
import { type KeyProblemCode, keyProblemOf } from './key-problem.ts'
import { openSecret } from './open-key.ts'
import type { OutsideProject } from './ports.ts'
import { type AdminKeyRow, keysOfTeams } from './store/admin-keys.ts'
import { knownProjects, noteProjects } from './store/organizations.ts'

export type Found = OutsideProject & { organizationId: string }
export type LookUp = {
  found: ReadonlyMap<string, Found>
  hasKey: boolean
  problems: { last4: string; code: string }[]
}

type Deps = Pick<TeamsDeps, 'db' | 'clock' | 'vault' | 'provider' | 'openaiBaseUrl'>

/** Asking for a few ids one by one is quicker than reading up to twenty pages of projects. */
const FEW = 3

/** The outside projects that a team's keys reach, asked live. `ids` null: all of them. */
export async function lookUpProjects(deps: Deps, teamId: string, ids: readonly string[] | null): Promise<LookUp> {
  const all = await keysOfTeams(deps.db, [teamId])
  const keys = all.filter(({ state }) => state === 'active')
  const found = new Map<string, Found>()
  const problems: LookUp['problems'] = all.flatMap(({ state, last4, problem_code: code }) =>
    state === 'broken' && code ? [{ last4, code }] : [],
  )
  for (const [organizationId, own] of Map.groupBy(keys, (key) => key.organization_id)) {
    const { projects, failed } = await askFirstThatAnswers(deps, own, ids)
    problems.push(...failed)
    for (const project of projects) found.set(project.id, { ...project, organizationId })
  }
  return { found, hasKey: keys.length > 0, problems }
}

/** Where no key may or can list projects, those count that were seen before. */
async function askFirstThatAnswers(deps: Deps, keys: readonly AdminKeyRow[], ids: readonly string[] | null) {
  const failed: LookUp['problems'] = []
  for (const key of keys) {
    const answer = await ask(deps, key, ids)
    if (answer.ok) {
      await deps.db
        .transaction()
        .execute((tx) => noteProjects(tx, key.organization_id, answer.projects, deps.clock.now()))
      return { projects: answer.projects, failed }
    }
    failed.push({ last4: key.last4, code: answer.code })
  }
  const known = await knownProjects(
    deps.db,
    keys.map((key) => key.organization_id),
  )
  return { projects: known, failed }
}

type Answer = { ok: true; projects: readonly OutsideProject[] } | { ok: false; code: KeyProblemCode }

async function ask(deps: Deps, key: AdminKeyRow, ids: readonly string[] | null): Promise<Answer> {
  const secret = await openSecret(deps, key.id)
  const baseUrl = key.base_url ?? deps.openaiBaseUrl
  if (ids === null || ids.length > FEW) {
    const list = await deps.provider.listProjects(secret, baseUrl)
    return list.ok ? { ok: true, projects: list.value } : { ok: false, code: keyProblemOf(list.failure) }
  }
  const projects: OutsideProject[] = []
  for (const id of ids) {
    const answer = await deps.provider.findProject(secret, baseUrl, id)
    if (answer.ok) projects.push(answer.value)
    else if (answer.failure.kind !== 'not-found') return { ok: false, code: keyProblemOf(answer.failure) }
  }
  return { ok: true, projects }
}
