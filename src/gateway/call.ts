import { randomUUID } from 'node:crypto'
import type { CallRecord, CallResult } from '../calls/index.ts'
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
  const { reading, result } = ending
  const counted = reading?.counted ?? null
  return {
    id: call.id,
    projectId: key.projectId,
    keyId: key.id,
    source: 'gateway',
    at: call.at,
    endpoint: endpoint.name,
    kind: counted?.kind ?? endpoint.kind,
    modelAsked: facts.model ?? call.fields?.found.get('model') ?? null,
    modelServed: reading?.model ?? null,
    responseId: reading?.responseId ?? ending.requestId,
    task: context.task,
    intent: context.intent,
    user: context.user,
    trace: context.trace,
    meta: context.meta,
    status: ending.status,
    result,
    problemCode: ending.problemCode,
    quantities: quantitiesOf(call, ending),
    batch: endpoint.kind === null ? null : false,
    serviceTier: reading?.serviceTier ?? null,
    size: facts.size ?? call.fields?.found.get('size') ?? null,
    providerCost: null,
    durationMs: Math.round(now - call.startedAt),
    firstTokenMs: reading?.firstPieceAt ? Math.round(reading.firstPieceAt - call.startedAt) : null,
    retries: call.retries,
    streamed: ending.streamed,
  }
}

/** About one token per four bytes of a request, in Korean as in English. */
const BYTES_PER_TOKEN = 4
/** Larger ones carry images or files, whose tokens have nothing to do with their bytes. */
const LARGEST_TEXT = 512 * 1024

/**
 * What was used. A stream that was left before it told its usage has been paid for as far as it went: its pieces are
 * counted, a token each, and the request is measured. Null: nothing is known, which is not zero.
 */
function quantitiesOf(
  { endpoint, facts, requestBytes }: Call,
  { reading, result, status }: Ending,
): Partial<Quantities> | null {
  if (reading?.counted) return reading.counted.quantities
  if (result === 'ok') return countRequest(endpoint, facts)
  if (reading && reading.pieces > 0 && endpoint.kind === 'completions') {
    const isText = requestBytes !== null && requestBytes <= LARGEST_TEXT
    const inputTokens = isText ? Math.ceil(requestBytes / BYTES_PER_TOKEN) : null
    return { requests: 1, inputTokens, outputTokens: reading.pieces }
  }
  void status
  return null
}
