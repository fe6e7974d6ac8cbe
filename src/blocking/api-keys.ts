import { recordAction } from '../actions/record.ts'
import { type Actor, isAdmin, requireAdmin } from '../people/actor.ts'
import { createDeedLimits } from '../people/index.ts'
import { conflict, invalid, notFound, upstream } from '../platform/errors.ts'
import { OpenAiError, type ProjectApiKey } from '../providers/openai/index.ts'
import type { ProjectApiKey as KeyView } from './api.ts'
import type { BlockingDeps } from './deps.ts'
import { readingAccess } from './reading-access.ts'
import { namedScopes } from './store/steps.ts'

/** Blocks live off the same few requests that the admin API takes. Whoever may delete a key is not held up. */
const LOOKS = { name: 'list-api-keys', attempts: 20 }

type Found = { key: ProjectApiKey; externalId: string; organizationId: string }

/** Deleting a project's API keys is by hand only, behind a typed confirmation: the secret is gone and nothing brings it back. */
export function createApiKeys(deps: BlockingDeps) {
  const { db } = deps.database
  const limitDeed = createDeedLimits({ db, clock: deps.clock })

  async function keysOf(actor: Actor, projectId: string): Promise<Found[]> {
    const { teamId } = await deps.projects.get(actor, projectId)
    const found: Found[] = []
    for (const { externalId, organizationId } of await namedScopes(db, { projectId, teamId })) {
      const access = await readingAccess(deps, organizationId, externalId)
      if (!access) throw conflict('block-no-key')
      const keys = await asked(deps.limits.readApiKeys(access))
      found.push(...keys.map((key) => ({ key, externalId, organizationId })))
    }
    return found
  }

  return {
    async listApiKeys(actor: Actor, projectId: string): Promise<KeyView[]> {
      await deps.projects.get(actor, projectId)
      if (!isAdmin(actor)) await limitDeed(actor, LOOKS)
      return (await keysOf(actor, projectId)).map(keyView)
    },

    async deleteApiKey(
      actor: Actor,
      target: { projectId: string; keyId: string },
      input: { confirmation: string; reason: string },
    ): Promise<void> {
      const { projectId, keyId } = target
      const project = await deps.projects.get(actor, projectId)
      requireAdmin(actor)
      if (input.reason === '') throw invalid('block-reason-needed')
      const found = (await keysOf(actor, projectId)).find(({ key }) => key.id === keyId)
      if (!found) throw notFound('api-key-unknown')
      if (input.confirmation.normalize('NFC').trim() !== confirmationOf(found.key)) throw invalid('confirmation-wrong')
      const { externalId, organizationId } = found
      const access = await readingAccess(deps, organizationId, externalId, ({ writeAccess }) => writeAccess !== 'no')
      if (!access) throw conflict('block-key-read-only')
      const { id, name, redacted, lastUsedAt } = found.key
      const about = { actor, subject: redacted, teamId: project.teamId, projectId, reason: input.reason }
      const before = { id, name, externalId, lastUsedAt }
      // Said before it is done: a process that dies in between leaves a trace of what it was about to do.
      const at = await deps.sharedNow()
      await db.transaction().execute((tx) => recordAction(tx, { ...about, at, kind: 'api-key.deletion-begun', before }))
      await asked(deps.limits.deleteApiKey(access, keyId))
      const doneAt = await deps.sharedNow()
      await db
        .transaction()
        .execute((tx) => recordAction(tx, { ...about, at: doneAt, kind: 'api-key.deleted', before }))
    },
  }
}

function confirmationOf({ redacted }: ProjectApiKey): string {
  return `${redacted.slice(-4)} 삭제`
}

function keyView({ key, externalId }: Found): KeyView {
  const { id, name, redacted, owner } = key
  return {
    id,
    externalId,
    name,
    redacted,
    createdAt: key.createdAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    ownerType: owner.type,
    ownerName: owner.name,
    confirmation: confirmationOf(key),
  }
}

async function asked<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (!(error instanceof OpenAiError)) throw error
    const { kind } = error.failure
    if (kind === 'missing-scope') throw conflict('block-key-read-only', {}, error)
    if (kind === 'refused') throw conflict('api-key-not-deletable', {}, error)
    throw upstream(kind === 'rate-limited' ? 'api-busy' : 'api-failed', {}, error)
  }
}
