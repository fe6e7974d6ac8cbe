import { z } from 'zod'
import { CostDay, Cursor, Id, Instant, Money, pageOf } from '../platform/http/schemas.ts'
import { USAGE_KINDS } from '../pricing/index.ts'
import { CALL_RESULTS, CALL_SOURCES, TOOL_NAMES } from './call.ts'

export const MOST_CALLS = 1_000

const LONGEST_TEXT = 4_000
const Text = z.string().max(LONGEST_TEXT).nullish()
const Count = z.number().min(0).nullish()

/** Counters of one call; whatever is left out is unknown, which is not zero. */
const Usage = z.object({
  inputTokens: Count.describe('All input, cached and audio included'),
  cachedInputTokens: Count,
  cacheWriteTokens: Count,
  outputTokens: Count,
  inputAudioTokens: Count,
  cachedAudioTokens: Count,
  outputAudioTokens: Count,
  inputImageTokens: Count,
  cachedImageTokens: Count,
  outputImageTokens: Count,
  images: Count,
  characters: Count,
  seconds: Count,
  sessions: Count,
  toolCalls: Count,
})

export const CallInput = z
  .object({
    id: z
      .string()
      .min(1)
      .max(128)
      .nullish()
      .describe(
        'Yours: the same id again is the same call. Without it and without responseId, every time is another call',
      ),
    at: z.iso.datetime({ offset: true }).nullish().describe('When the call began; now, if left out'),
    source: z.enum(['api', 'sdk']).nullish(),
    endpoint: Text.describe('e.g. /v1/chat/completions'),
    kind: z.enum(USAGE_KINDS).nullish().describe('Follows from the endpoint; completions if neither is given'),
    model: Text.describe('The model that answered'),
    modelAsked: Text,
    responseId: Text.describe(
      "The provider's id of the response: by it a call that the gateway has seen too is one call",
    ),
    task: Text,
    intent: Text,
    user: Text,
    trace: Text,
    meta: z
      .record(z.string().max(LONGEST_TEXT), z.union([z.string().max(LONGEST_TEXT), z.number(), z.boolean()]))
      .nullish(),
    status: z.int().min(100).max(599).nullish(),
    result: z.enum(CALL_RESULTS).nullish().describe('Follows from the status; ok if neither is given'),
    problemCode: Text,
    usage: Usage.nullish(),
    tools: z
      .partialRecord(z.enum(TOOL_NAMES), z.int().min(0))
      .nullish()
      .describe('How often hosted tools were used, which are paid beside tokens; of the code interpreter, sessions'),
    batch: z.boolean().nullish(),
    serviceTier: Text,
    size: Text.describe('Of images, e.g. 1024x1024'),
    cost: z
      .string()
      .max(200)
      .nullish()
      .describe('USD as the provider itself reports it, an exact decimal. It wins over the price table'),
    durationMs: Count,
    firstTokenMs: Count,
    retries: Count,
    streamed: z.boolean().nullish(),
  })
  .meta({ id: 'CallInput' })
export type CallInput = z.infer<typeof CallInput>

/** Each item is looked at by itself: one that is wrong does not sink the rest. */
export const CallsInput = z.object({
  calls: z.array(z.unknown()).min(1).max(MOST_CALLS).describe(`1–${MOST_CALLS} items of CallInput`),
})

export const CallAnswer = z
  .object({
    id: z.string().nullable(),
    result: z
      .enum(['stored', 'merged', 'duplicate', 'refused'])
      .describe('merged: known already from elsewhere, and this has added something. duplicate: it has not'),
    reason: z.string().optional().describe('Stable code of a refusal'),
    detail: z.string().optional(),
  })
  .meta({ id: 'CallAnswer' })
export type CallAnswer = z.infer<typeof CallAnswer>

export const RecordedCalls = z
  .object({
    stored: z.int(),
    merged: z.int(),
    duplicates: z.int(),
    refused: z.int(),
    items: z.array(CallAnswer).describe('One for each call, in their order'),
  })
  .meta({ id: 'RecordedCalls' })

const Filter = z.string().max(256).optional()

export const CallsQuery = z.object({
  from: CostDay.optional(),
  to: CostDay.optional(),
  task: Filter.describe('Exact; an empty one finds calls without a task'),
  intent: Filter,
  model: Filter,
  user: Filter,
  trace: Filter,
  result: z.enum(CALL_RESULTS).optional(),
  source: z.enum(CALL_SOURCES).optional(),
  keyId: Id.optional().describe('The project key that it came by'),
  unpriced: z
    .enum(['true', 'false'])
    .optional()
    .describe('true: some of it has no price, or nobody said how much was used. false: all of its cost is known'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: Cursor.optional(),
})
export type CallsQuery = z.infer<typeof CallsQuery>

export const CallParams = z.object({ id: Id, callId: z.string().regex(/^[\w-]{1,400}$/) })

export const CallView = z
  .object({
    id: z.string().describe('As an address; it is not the id of the record'),
    at: Instant,
    costDay: CostDay,
    source: z.enum(CALL_SOURCES),
    endpoint: z.string().nullable(),
    kind: z.string().nullable(),
    modelAsked: z.string().nullable(),
    modelServed: z.string().nullable(),
    task: z.string().nullable(),
    intent: z.string().nullable(),
    user: z.string().nullable(),
    trace: z.string().nullable(),
    status: z.int().nullable(),
    result: z.enum(CALL_RESULTS),
    problemCode: z.string().nullable(),
    inputTokens: z.int().nullable(),
    cachedInputTokens: z.int().nullable(),
    outputTokens: z.int().nullable(),
    cost: Money.nullable().describe('null: unknown, which is not free'),
    estimated: z.boolean().describe('Nobody told what was used: it is what was seen to pass before the call broke off'),
    costFrom: z.enum(['provider', 'table', 'override', 'none']),
    unpriced: z.boolean().describe('Some of it has no price, or nobody said how much was used'),
    durationMs: z.int().nullable(),
    firstTokenMs: z.int().nullable(),
    retries: z.int().nullable(),
    streamed: z.boolean(),
  })
  .meta({ id: 'CallView' })
export type CallView = z.infer<typeof CallView>

export const CallDetail = CallView.extend({
  recordId: z.uuid(),
  responseId: z.string().nullable(),
  keyId: z.uuid().nullable(),
  meta: z.record(z.string(), z.string()),
  batch: z.boolean().nullable(),
  serviceTier: z.string().nullable(),
  size: z.string().nullable(),
  usage: z
    .record(z.string(), z.union([z.number(), z.string()]))
    .nullable()
    .describe('Every counter that is known'),
  tools: z.partialRecord(z.enum(TOOL_NAMES), z.int()).nullable().describe('Hosted tools, paid beside tokens'),
  toldBy: z.enum(['one', 'several']),
  recordedAt: Instant,
}).meta({ id: 'CallDetail' })
export type CallDetail = z.infer<typeof CallDetail>

export const CallsPage = pageOf(CallView).meta({ id: 'CallsPage' })

const Value = z.object({
  value: z.string().describe('Empty: calls that do not say'),
  calls: z.int(),
})
export const CallChoicesQuery = z.object({ from: CostDay.optional(), to: CostDay.optional() })
export const CallChoices = z
  .object({
    task: z.array(Value),
    intent: z.array(Value),
    model: z.array(Value),
    user: z.array(Value),
    keys: z.array(z.object({ id: Id, name: z.string(), lastFour: z.string(), isRevoked: z.boolean() })),
    firstDay: CostDay.nullable().describe('null: no call of this project was ever recorded'),
    keptFrom: CostDay.describe('Single calls are kept from this day on; their sums for good'),
  })
  .meta({ id: 'CallChoices', description: 'What the calls of a project can be filtered by, the most frequent first' })
export type CallChoices = z.infer<typeof CallChoices>
