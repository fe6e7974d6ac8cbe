import { randomUUID } from 'node:crypto'
import type { CallRecord, CallResult, ToolUse } from '../calls/index.ts'
import type { Quantities } from '../pricing/index.ts'
import type { Context } from './context.ts'
import type { Endpoint } from './endpoint.ts'
import type { MultipartFields } from './multipart-fields.ts'
import { nothingKnown, type RequestFacts } from './request-facts.ts'
import type { GatewayKey } from './snapshot.ts'
import { countRequest } from './usage/json-reader.ts'
import type { Reading } from './usage/reading.ts'

/** A call on its way: what is known of it from the request on. */
export type Call = {
  id: string
  at: Date
  startedAt: number
  key: GatewayKey
  endpoint: Endpoint
  context: Context
  facts: RequestFacts
  /** Of a form, read while it passes. */
  fields: MultipartFields | null
  retries: number | null
  /** Of a body that was read; null: not known. */
  requestBytes: number | null
}

export function newCall(given: Pick<Call, 'at' | 'startedAt' | 'key' | 'endpoint' | 'context' | 'retries'>): Call {
  return { id: randomUUID(), facts: nothingKnown, fields: null, requestBytes: null, ...given }
}

export type Ending = {
  result: CallResult
  status: number | null
  problemCode: string | null
  streamed: boolean
  /** OpenAI's own name of the answer, where it has no id. */
  requestId: string | null
  reading: Reading | null
}

export function recordOf(call: Call, ending: Ending, now: number): CallRecord {
  const { key, endpoint, context, facts } = call
  const { reading } = ending
  const told = endpoint.isRepeated ? toldAgain(reading) : reading
  const used = usedBy(call, ending, told)
  const kind = told?.counted?.kind ?? (endpoint.isRepeated && told ? 'completions' : endpoint.kind)
  return {
    id: call.id,
    projectId: key.projectId,
    keyId: key.id,
    source: 'gateway',
    at: (endpoint.isRepeated && told?.background) || call.at,
    endpoint: endpoint.name,
    kind,
    modelAsked: facts.model ?? call.fields?.found.get('model') ?? null,
    modelServed: told?.model ?? null,
    responseId: told?.responseId ?? ending.requestId,
    task: context.task,
    intent: context.intent,
    user: context.user,
    trace: context.trace,
    meta: context.meta,
    status: ending.status,
    result: ending.result,
    problemCode: ending.problemCode,
    quantities: used.quantities,
    estimated: used.estimated,
    tools: toolsOf(call, ending, told),
    batch: kind === null ? null : false,
    serviceTier: told?.serviceTier ?? null,
    size: told?.size ?? facts.size ?? call.fields?.found.get('size') ?? null,
    providerCost: null,
    durationMs: Math.round(now - call.startedAt),
    firstTokenMs: reading?.firstPieceAt ? Math.round(reading.firstPieceAt - call.startedAt) : null,
    retries: call.retries,
    streamed: ending.streamed,
  }
}

/**
 * Whoever fetches an answer that was made in the background is the first to see what it used, and belongs to the call that
 * asked for it, then and there. Any other answer that is fetched again was counted when it was made.
 */
function toldAgain(reading: Reading | null): Reading | null {
  return reading?.background && reading.counted ? reading : null
}

/** About one token per four bytes of a request, in Korean as in English. */
const BYTES_PER_TOKEN = 4
/** Larger ones carry images or files, whose tokens have nothing to do with their bytes. */
const LARGEST_TEXT = 512 * 1024

type Used = { quantities: Partial<Quantities> | null; estimated: boolean }
const UNKNOWN: Used = { quantities: null, estimated: false }

/**
 * What was used. A stream that was left before it told its usage has been paid for as far as it went: its pieces are
 * counted, a token each, and the request is measured. Null: nothing is known, which is not zero.
 */
function usedBy({ endpoint, facts, requestBytes }: Call, { result }: Ending, reading: Reading | null): Used {
  if (reading?.counted) return { quantities: reading.counted.quantities, estimated: false }
  const asked = countRequest(endpoint, facts)
  if (result === 'ok') return { quantities: asked, estimated: false }
  if (result === 'aborted' && asked) return { quantities: asked, estimated: true }
  if (!reading || reading.pieces === 0 || endpoint.kind !== 'completions') return UNKNOWN
  const isText = requestBytes !== null && requestBytes <= LARGEST_TEXT
  const inputTokens = isText ? Math.ceil(requestBytes / BYTES_PER_TOKEN) : null
  return { quantities: { requests: 1, inputTokens, outputTokens: reading.pieces }, estimated: true }
}

/** These models search the web with every call; their answers do not say so. */
const SEARCHES_ALWAYS = /-search-(?:preview|api)/

function toolsOf({ endpoint, facts }: Call, { result }: Ending, reading: Reading | null): ToolUse | null {
  if (reading?.tools) return reading.tools
  if (result !== 'ok') return null
  if (endpoint.tool !== null) return { [endpoint.tool]: 1 }
  const searches = endpoint.form === 'chat' && SEARCHES_ALWAYS.test(reading?.model ?? facts.model ?? '')
  return searches ? { web_search: 1 } : null
}
