import { z } from 'zod'
import { CostDay, Cursor, Id, Instant, Reason } from '../platform/http/schemas.ts'

/** What the routes of this feature take and give. The web imports these types. */
export const Grade = z
  .enum(['slow', 'stop'])
  .meta({ id: 'BlockGrade', description: 'stop: nothing gets through · slow: rate limits to a tenth' })
const UntilKind = z.enum(['approval', 'next-cost-day', 'instant'])

const StepNote = z.object({
  kind: z.enum(['not-updatable', 'refused', 'contested', 'clamped', 'left', 'gone', 'held-by-other']),
  item: z.string(),
  model: z.string().nullable(),
  field: z.string().nullable(),
  value: z.number().nullable().describe('What stands there now'),
  original: z.number().nullable().describe('What it was before the block'),
})

export const BlockStep = z
  .object({
    kind: z.enum(['gateway', 'spend-limit', 'rate-limits', 'admin-key']),
    target: z.string().describe('Project ID at OpenAI, or the id of an Admin key; gateway: all of its processes'),
    projectId: Id.nullable(),
    projectName: z.string().nullable(),
    direction: z.enum(['apply', 'restore']),
    state: z.enum(['waiting', 'running', 'done', 'refused', 'failed']),
    done: z.int(),
    total: z.int(),
    problemCode: z.string().nullable(),
    problem: z.string().nullable().describe('Korean: why it was not done, and what to do by hand'),
    link: z.string().nullable().describe('Where it can be done by hand'),
    notes: z.array(StepNote),
    startedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
  })
  .meta({ id: 'BlockStep' })

export const ReleaseRequest = z
  .object({
    id: Id,
    askedByName: z.string(),
    reason: z.string(),
    askedAt: Instant,
    decision: z.enum(['approved', 'refused']).nullable(),
    decidedByName: z.string().nullable(),
    decisionReason: z.string().nullable(),
    decidedAt: Instant.nullable(),
  })
  .meta({ id: 'ReleaseRequest' })

export const Block = z
  .object({
    id: Id,
    teamId: Id,
    teamName: z.string(),
    projectId: Id.nullable().describe('Null: all projects of the team'),
    projectName: z.string().nullable(),
    grade: Grade,
    origin: z.enum(['person', 'threshold']),
    crossing: z
      .object({
        period: z.enum(['day', 'week']),
        periodStart: CostDay,
        limit: z.string(),
        spend: z.string(),
        percent: z.number(),
      })
      .nullable(),
    reason: z.string(),
    requestedByName: z.string(),
    until: z.object({ kind: UntilKind, at: Instant.nullable() }),
    setsKeysAside: z.boolean(),
    state: z.enum(['open', 'releasing', 'released']),
    createdAt: Instant,
    appliedAt: Instant.nullable().describe('Everything that could be done was done'),
    releaseReason: z.string().nullable(),
    releasedByName: z.string().nullable(),
    releasedAt: Instant.nullable(),
    proof: z.enum(['pending', 'confirmed', 'violated']).describe('From usage seen after the block'),
    proofAt: Instant.nullable(),
    lastCallAt: Instant.nullable(),
    callsAfter: z.int().nullable(),
    callingModels: z.array(z.string()),
    steps: z.array(BlockStep),
    requests: z.array(ReleaseRequest).describe('The newest first'),
    message: z.string().describe('What one may want to tell the team; to be edited'),
    mayRelease: z.boolean(),
  })
  .meta({ id: 'Block' })

export const WriteAccess = z.enum(['yes', 'no', 'unknown', 'no-key'])
export const BlockTarget = z
  .object({
    projectId: Id,
    projectName: z.string(),
    externalId: z.string(),
    access: WriteAccess.describe('Whether an Admin key of its organization may change limits'),
    models: z.int().nullable().describe('Models whose rate limit can be changed, as of the last look; null: not known'),
    fixedModels: z.int().nullable().describe('Models whose rate limit OpenAI does not let anybody change'),
    limitsUrl: z.string(),
  })
  .meta({ id: 'BlockTarget' })

export const BlockState = z
  .object({
    blocks: z.array(Block).describe('Open and releasing ones that concern it'),
    past: z.array(Block).describe('The latest released ones'),
    targets: z.array(BlockTarget).describe('What a block would reach at OpenAI'),
    maySlow: z.boolean(),
    maySetKeysAside: z.boolean(),
    keys: z.array(z.object({ id: Id, last4: z.string() })).describe('Admin keys of the team that are in use'),
  })
  .meta({ id: 'BlockState' })

const Until = z.object({ kind: UntilKind, at: z.iso.datetime({ offset: true }).optional() })
export const BlockInput = z.object({
  grade: Grade.default('stop'),
  reason: Reason,
  until: Until.default({ kind: 'approval' }),
})
export const TeamBlockInput = BlockInput.extend({ deactivateKey: z.boolean().default(false) })
export const ReleaseAsk = z.object({ reason: Reason })
export const ReleaseDecision = z.object({ approve: z.boolean(), reason: Reason })
export const TeamMessage = z.object({ text: Reason })
export const BlocksQuery = z.object({
  teamId: Id.optional(),
  projectId: Id.optional(),
  state: z.enum(['unfinished', 'released']).optional(),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

export const ProjectApiKey = z
  .object({
    id: z.string(),
    externalId: z.string(),
    name: z.string().nullable(),
    redacted: z.string(),
    createdAt: Instant.nullable(),
    lastUsedAt: Instant.nullable(),
    ownerType: z.enum(['user', 'service_account', 'unknown']),
    ownerName: z.string().nullable(),
    confirmation: z.string().describe('What has to be typed to delete it'),
  })
  .meta({ id: 'ProjectApiKey' })
export const ApiKeyParams = z.object({ id: Id, keyId: z.string().regex(/^[\w-]{1,200}$/) })
export const ApiKeyDeletion = z.object({ confirmation: z.string().max(200), reason: Reason })

export const LimitChange = z
  .object({
    id: Id,
    projectId: Id.nullable(),
    projectName: z.string().nullable(),
    teamId: Id.nullable(),
    externalId: z.string(),
    label: z.string(),
    item: z.string(),
    field: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
    notBefore: Instant.describe('The last look at which it was still as before'),
    seenAt: Instant,
    acknowledgedByName: z.string().nullable(),
  })
  .meta({ id: 'LimitChange' })
export const DriftQuery = z.object({ projectId: Id.optional() })

export type Grade = z.infer<typeof Grade>
export type Block = z.infer<typeof Block>
export type BlockStep = z.infer<typeof BlockStep>
export type BlockTarget = z.infer<typeof BlockTarget>
export type BlockState = z.infer<typeof BlockState>
export type BlockInput = z.infer<typeof BlockInput>
export type ReleaseRequest = z.infer<typeof ReleaseRequest>
export type ProjectApiKey = z.infer<typeof ProjectApiKey>
export type LimitChange = z.infer<typeof LimitChange>
