import type { Caller } from './access.ts'
import { type ApiError, badRequest, standardError, unknownKey } from './api-error.ts'
import type { Call } from './calls.ts'
import { findEmbeddingModel, findTextModel, type ServiceTier } from './catalogue.ts'
import type { StopReason } from './interruptions.ts'
import type { PieceKind } from './tariff.ts'

export type Model = { readonly id: string; readonly family: string; readonly isEmbedding: boolean }

/** The strongest reason first: a deleted key is not told about limits. */
const PRECEDENCE: readonly StopReason[] = [
  'key_deleted',
  'project_archived',
  'organization_spend_limit',
  'project_spend_limit',
  'rate_limit',
]

/** Lets an inference call through, or throws what the real API would answer. */
export function admit(caller: Caller, model: Model): void {
  const { world, project, key } = caller
  const target = {
    projectId: project.id,
    apiKeyId: key.id,
    family: model.family,
    kind: model.isEmbedding ? ('embeddings' as const) : ('completions' as const),
    batch: false,
  }
  const stops = world.interruptions.at(target, world.now())
  const reason = PRECEDENCE.find((one) => stops.some((stop) => stop.reason === one))
  if (reason !== undefined) throw refusal(reason, caller, model)
  const turn = world.rateLimits.take(project.id, model.family)
  if (!turn.isAllowed) throw rateLimited(caller, model, turn.limit, turn.used)
}

export function record(caller: Caller, model: Model, tier: ServiceTier, counts: readonly number[]): string {
  return recordCall(caller, { model: model.id, tier, counts, piece: null })
}

type Pieces = { kind: PieceKind; model: string; counts: readonly number[] }

export function recordPieces(caller: Caller, { kind, model, counts }: Pieces): string {
  return recordCall(caller, { model, tier: 'default', counts, piece: kind })
}

function recordCall(caller: Caller, call: Pick<Call, 'model' | 'tier' | 'counts' | 'piece'>): string {
  const { world, project, key } = caller
  const userId = key.owner.type === 'user' ? key.owner.id : null
  return world.calls.record({
    at: world.now(),
    projectId: project.id,
    apiKeyId: key.id,
    userId,
    ...call,
  })
}

export function textModel(name: string): Model {
  const model = findTextModel(name)
  if (model !== undefined) return { id: model.id, family: model.family, isEmbedding: false }
  throw findEmbeddingModel(name) === undefined
    ? unknownModel(name)
    : badRequest('This is not a chat model and thus not supported in this endpoint.', 'model')
}

export function embeddingModel(name: string): Model & { readonly dimensions: number } {
  const model = findEmbeddingModel(name)
  if (model === undefined) throw unknownModel(name)
  return { id: model.id, family: model.id, isEmbedding: true, dimensions: model.dimensions }
}

export function unknownModel(name: string): ApiError {
  const message = `The model \`${name}\` does not exist or you do not have access to it.`
  return standardError(404, message, { code: 'model_not_found' })
}

function refusal(reason: StopReason, caller: Caller, model: Model): ApiError {
  switch (reason) {
    case 'key_deleted':
      return unknownKey(caller.secret)
    case 'project_archived':
      return standardError(401, `The project you are requesting has been archived and is no longer accessible.`, {
        code: 'not_authorized_invalid_project',
      })
    case 'organization_spend_limit':
      return spent('organization', 'organization_spend_limit_exceeded')
    case 'project_spend_limit':
      return spent('project', 'project_spend_limit_exceeded')
    case 'rate_limit':
      return rateLimited(caller, model, 0, 0)
  }
}

function spent(owner: string, code: string): ApiError {
  const message = `You have reached the hard spend limit of this ${owner}. Raise or remove the limit, or wait for the next monthly cycle.`
  return standardError(429, message, { type: 'insufficient_quota', code })
}

function rateLimited(caller: Caller, model: Model, limit: number, used: number): ApiError {
  const place = `in project ${caller.project.id} organization ${caller.world.organization.id}`
  const message = `Rate limit reached for ${model.family} ${place} on requests per min (RPM): Limit ${limit}, Used ${used}, Requested 1. Visit https://platform.openai.com/account/rate-limits to learn more.`
  return standardError(429, message, { type: 'requests', code: 'rate_limit_exceeded' })
}
