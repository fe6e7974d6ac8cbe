import { recordAction } from '../../actions/record.ts'
import { type Actor, isAdmin, requireLead } from '../../people/actor.ts'
import type { Db } from '../../platform/db/database.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { sentenceFor } from '../../platform/http/words.ts'
import { VaultError } from '../../platform/vault/vault-error.ts'
import { acceptBaseUrl, requireRightTo } from '../base-url.ts'
import type { TeamsDeps } from '../deps.ts'
import { findVisibleProject } from '../projects.ts'
import { lockProject } from '../store/projects.ts'
import { openAiKeyWorks, teamsErrors } from '../words.ko.ts'
import type { OpenAiKeyCheck, ProjectOpenAiKey, ProjectOpenAiKeyView, StoredOpenAiKey } from './api.ts'
import { formProblem, type ProviderKeyProblem, providerKeyError, providerProblemOf } from './provider-key-problem.ts'
import {
  deleteProviderKey,
  findProviderKey,
  listProviderKeys,
  type ProviderKeyRow,
  upsertProviderKey,
} from './store/provider-keys.ts'

/** Where the vault keeps the OpenAI key that a project's calls go on with. */
export const providerKeyOwner = (projectId: string) => `project_provider_keys:${projectId}`

export type OpenedProviderKey = { secret: string; baseUrl: string | null }
export type ProviderKeyInput = { key: string; baseUrl: string | null }

type Asked = { problem: null; models: number | null } | { problem: ProviderKeyProblem; retryAfter: number | null }

type Deps = Pick<TeamsDeps, 'db' | 'clock' | 'vault' | 'people' | 'provider' | 'openaiBaseUrl' | 'allowCustomBaseUrl'>

/** One OpenAI key per project, which the gateway calls on with. Its text leaves the vault for a call, never for a person. */
export function createProviderKeys(deps: Deps) {
  const { db, clock, vault, people, provider, openaiBaseUrl } = deps

  async function view(row: ProviderKeyRow): Promise<ProjectOpenAiKey> {
    const { lastFour, baseUrl, setAt, setBy } = row
    const names = await people.find(setBy === null ? [] : [setBy])
    const setByName = (setBy && names.get(setBy)?.name) || null
    return { last4: lastFour, baseUrl, setAt: setAt.toISOString(), setByName }
  }

  async function leadable(actor: Actor, projectId: string): Promise<{ teamId: string }> {
    const seen = await findVisibleProject(deps, actor, projectId)
    requireLead(actor, seen.team_id)
    return { teamId: seen.team_id }
  }

  /** Null for a key whose text is gone, or that no master key at hand opens; throws where asking again may help. */
  async function open(projectId: string): Promise<OpenedProviderKey | null> {
    const row = await findProviderKey(db, projectId)
    if (!row) return null
    try {
      return { secret: await vault.open(db, providerKeyOwner(projectId)), baseUrl: row.baseUrl }
    } catch (error) {
      if (error instanceof VaultError && error.problem !== 'kms-failed') return null
      throw error
    }
  }

  async function ask({ secret, baseUrl }: OpenedProviderKey): Promise<Asked> {
    const answer = await provider.checkProjectKey(secret, baseUrl ?? openaiBaseUrl)
    if (answer.ok) return { problem: null, models: answer.models }
    return { problem: providerProblemOf(answer.failure), retryAfter: answer.failure.retryAfterSeconds ?? null }
  }

  return {
    /** Of all projects, without the keys themselves. */
    stored: (on: Db): Promise<ProviderKeyRow[]> => listProviderKeys(on),

    open,

    view: async (actor: Actor, projectId: string): Promise<ProjectOpenAiKeyView> => {
      await findVisibleProject(deps, actor, projectId)
      const row = await findProviderKey(db, projectId)
      return { key: row && (await view(row)), baseUrlAllowed: deps.allowCustomBaseUrl && isAdmin(actor) }
    },

    /** Stored only after OpenAI has taken it; whatever was stored before stays in force until then. */
    set: async (actor: Actor, projectId: string, input: ProviderKeyInput): Promise<StoredOpenAiKey> => {
      const { teamId } = await leadable(actor, projectId)
      const secret = input.key.trim()
      const baseUrl = acceptBaseUrl(deps, input.baseUrl)
      requireRightTo(actor, baseUrl, (await findProviderKey(db, projectId))?.baseUrl ?? null)
      const malformed = formProblem(secret, baseUrl)
      if (malformed) throw providerKeyError(malformed)
      const asked = await ask({ secret, baseUrl })
      if (asked.problem !== null) throw providerKeyError(asked.problem, asked.retryAfter)
      const store = await vault.prepare(providerKeyOwner(projectId), secret)
      const row = await db.transaction().execute(async (tx) => {
        const project = await lockProject(tx, projectId)
        if (project?.team_id !== teamId) throw notFound('not-found')
        if (project.archived_at) throw conflict('project-archived')
        const former = await findProviderKey(tx, projectId)
        // Somebody may have chosen another address meanwhile.
        requireRightTo(actor, baseUrl, former?.baseUrl ?? null)
        const at = clock.now()
        const set = { projectId, lastFour: secret.slice(-4), baseUrl, setAt: at, setBy: actor.personId }
        await upsertProviderKey(tx, set)
        await store(tx)
        await recordAction(tx, {
          at,
          kind: former ? 'openai-key.replaced' : 'openai-key.set',
          actor,
          subject: `…${former?.lastFour ?? set.lastFour}`,
          teamId,
          projectId,
          before: former && { last4: former.lastFour, baseUrl: former.baseUrl },
          after: { last4: set.lastFour, baseUrl },
        })
        return set
      })
      return { key: await view(row), check: checkOf(asked) }
    },

    /** Asks OpenAI now, with a call that costs nothing. */
    test: async (actor: Actor, projectId: string): Promise<OpenAiKeyCheck> => {
      await leadable(actor, projectId)
      if (!(await findProviderKey(db, projectId))) throw notFound('not-found')
      const opened = await open(projectId)
      return checkOf(opened ? await ask(opened) : { problem: 'openai-key-unreadable', retryAfter: null })
    },

    remove: async (actor: Actor, projectId: string): Promise<void> => {
      const { teamId } = await leadable(actor, projectId)
      await db.transaction().execute(async (tx) => {
        const project = await lockProject(tx, projectId)
        if (project?.team_id !== teamId) throw notFound('not-found')
        const row = await findProviderKey(tx, projectId)
        if (!row) throw notFound('not-found')
        await deleteProviderKey(tx, projectId)
        await vault.remove(tx, providerKeyOwner(projectId))
        await recordAction(tx, {
          at: clock.now(),
          kind: 'openai-key.removed',
          actor,
          subject: `…${row.lastFour}`,
          teamId,
          projectId,
          before: { last4: row.lastFour, baseUrl: row.baseUrl },
        })
      })
    },
  }
}

function checkOf(asked: Asked): OpenAiKeyCheck {
  if (asked.problem !== null) {
    return { ok: false, code: asked.problem, detail: sentenceFor(teamsErrors, asked.problem, {}), models: null }
  }
  const detail = asked.models === null ? openAiKeyWorks.withoutList : openAiKeyWorks.withModels(asked.models)
  return { ok: true, code: null, detail, models: asked.models }
}
