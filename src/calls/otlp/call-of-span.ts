import { createHash } from 'node:crypto'
import type { UsageKind } from '../../pricing/index.ts'
import type { CallRecord, CallResult } from '../call.ts'
import { type Attributes, countOf, firstOf, textOf } from './attributes.ts'
import { CONTEXT, COUNTERS, META, META_PREFIX, NAMES } from './names.ts'
import type { Span } from './span.ts'

export type Caller = { id: string; projectId: string }

/** `ignored`: it is about something else (an agent, a tool, a request), whose model calls have spans of their own. */
export type Taken =
  | { kind: 'call'; record: CallRecord }
  | { kind: 'ignored' }
  | { kind: 'not-known'; operation: string }
  | { kind: 'invalid' }

const IGNORED: Taken = { kind: 'ignored' }

const MODEL_CALLS: ReadonlyMap<string, UsageKind> = new Map([
  ['chat', 'completions'],
  ['generate_content', 'completions'],
  ['text_completion', 'completions'],
  ['completion', 'completions'],
  ['embeddings', 'embeddings'],
  ['embedding', 'embeddings'],
])

/** Their usage is the sum of calls that have spans of their own. */
const ABOVE_CALLS = /agent|workflow|tool|plan|retriev|memory|rerank|task|chain/

export function callOfSpan(span: Span, caller: Caller): Taken {
  const operation = textOf(span.attributes, NAMES.operation)?.toLowerCase() ?? null
  const quantities = quantitiesOf(span.attributes)
  if (operation === null && !speaksOfModel(span.attributes, quantities !== null)) return IGNORED
  const kind = operation === null ? 'completions' : MODEL_CALLS.get(operation)
  if (kind === undefined) {
    return quantities === null || ABOVE_CALLS.test(operation ?? '')
      ? IGNORED
      : { kind: 'not-known', operation: operation ?? '' }
  }
  if (span.traceId === null || span.spanId === null) return { kind: 'invalid' }
  return { kind: 'call', record: recordOf(span, { caller, kind, operation, quantities }) }
}

/** Before operations had names, this is how a model call was told from everything else. */
function speaksOfModel(attributes: Attributes, hasUsage: boolean): boolean {
  const hasModel = textOf(attributes, NAMES.modelAsked) !== null || textOf(attributes, NAMES.modelServed) !== null
  return hasModel && (hasUsage || textOf(attributes, NAMES.responseId) !== null)
}

type Known = {
  caller: Caller
  kind: UsageKind
  operation: string | null
  quantities: CallRecord['quantities']
}

function recordOf(span: Span, { caller, kind, operation, quantities }: Known): CallRecord {
  const { attributes } = span
  const responseId = textOf(attributes, NAMES.responseId)
  const errorType = textOf(attributes, NAMES.errorType)
  const firstTokenMs = firstChunkOf(attributes)
  return {
    id: recordId(caller.projectId, span),
    projectId: caller.projectId,
    keyId: caller.id,
    source: 'otlp',
    at: new Date(span.startedMs === 0 ? Number.NaN : span.startedMs),
    endpoint: endpointOf(attributes, kind, operation, responseId),
    kind,
    modelAsked: textOf(attributes, NAMES.modelAsked),
    modelServed: textOf(attributes, NAMES.modelServed),
    responseId,
    ...contextOf(span),
    meta: metaOf(span),
    status: statusOf(attributes, errorType),
    result: resultOf(span.isError, errorType),
    problemCode: errorType,
    quantities,
    batch: null,
    serviceTier: tierOf(attributes),
    size: null,
    providerCost: null,
    durationMs: span.endedMs > span.startedMs && span.startedMs > 0 ? Math.round(span.endedMs - span.startedMs) : null,
    firstTokenMs,
    retries: countOf(attributes, NAMES.retries),
    streamed: firstTokenMs !== null || firstOf(attributes, NAMES.isStream) === true,
  }
}

/** A span that is exported again is the same record. */
function recordId(projectId: string, { traceId, spanId }: Span): string {
  const hex = createHash('sha256').update(`${projectId} ${traceId} ${spanId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function contextOf({ attributes, resource, traceId }: Span): Pick<CallRecord, 'task' | 'intent' | 'user' | 'trace'> {
  const of = (names: readonly string[]) => textOf(attributes, names) ?? textOf(resource, names)
  return {
    task: of(CONTEXT.task),
    intent: of(CONTEXT.intent),
    user: of(CONTEXT.user),
    trace: of(CONTEXT.trace) ?? traceId,
  }
}

function metaOf({ attributes, resource }: Span): Record<string, string> {
  const meta: Record<string, string> = {}
  for (const [name, value] of [...resource, ...attributes]) {
    if (name.startsWith(META_PREFIX)) meta[name.slice(META_PREFIX.length)] = String(value)
  }
  for (const [name, names] of Object.entries(META)) {
    const value = textOf(attributes, names) ?? textOf(resource, names)
    if (value !== null) meta[name] ??= value
  }
  return meta
}

const API_TYPES: ReadonlyMap<string, string> = new Map([
  ['chat_completions', 'POST /chat/completions'],
  ['responses', 'POST /responses'],
])

/** As the gateway calls it, where it is sure which one it was. */
function endpointOf(
  attributes: Attributes,
  kind: UsageKind,
  operation: string | null,
  responseId: string | null,
): string | null {
  const apiType = textOf(attributes, NAMES.apiType)
  if (apiType !== null) return API_TYPES.get(apiType) ?? null
  if (textOf(attributes, NAMES.provider) !== 'openai') return null
  if (kind === 'embeddings') return 'POST /embeddings'
  if (operation === 'text_completion') return 'POST /completions'
  if (responseId?.startsWith('chatcmpl-')) return 'POST /chat/completions'
  return responseId?.startsWith('resp_') ? 'POST /responses' : null
}

function quantitiesOf(attributes: Attributes): CallRecord['quantities'] {
  const counted = Object.entries(COUNTERS).flatMap(([name, names]) => {
    const count = countOf(attributes, names)
    return count === null ? [] : [[name, count] as const]
  })
  return counted.length === 0 ? null : Object.fromEntries(counted)
}

/** `auto` says what was asked for, not what was served. */
function tierOf(attributes: Attributes): string | null {
  const tier = textOf(attributes, NAMES.serviceTier)
  return tier === 'auto' ? null : tier
}

function firstChunkOf(attributes: Attributes): number | null {
  const seconds = countOf(attributes, NAMES.firstChunkSeconds)
  return seconds === null ? countOf(attributes, NAMES.firstChunkMs) : seconds * 1_000
}

function statusOf(attributes: Attributes, errorType: string | null): number | null {
  const status = countOf(attributes, NAMES.status)
  if (status !== null) return status
  return errorType !== null && /^[1-5]\d\d$/.test(errorType) ? Number(errorType) : null
}

const LEFT = /abort|cancel/i

function resultOf(isError: boolean, errorType: string | null): CallResult {
  if (errorType !== null && LEFT.test(errorType)) return 'aborted'
  return isError || errorType !== null ? 'error' : 'ok'
}
