import { createHash, randomUUID } from 'node:crypto'
import { type CallAnswer, CallInput } from './api.ts'
import type { CallRecord, RecordAnswer } from './call.ts'
import { kindOfEndpoint } from './endpoint-kind.ts'

export type Caller = { id: string; projectId: string }

type Taken = { record: CallRecord; givenId: string } | { answer: CallAnswer }

/** What was sent, item by item, and their answers once the good ones are recorded. */
export function takeCalls(items: readonly unknown[], caller: Caller, now: Date, sentence: (code: string) => string) {
  const taken = items.map((item) => takeCall(item, caller, now, sentence))
  const records = taken.flatMap((one) => ('record' in one ? [one.record] : []))
  return {
    records,
    answers(recorded: readonly RecordAnswer[]): CallAnswer[] {
      let place = 0
      return taken.map((one) => {
        if ('answer' in one) return one.answer
        const answer = recorded[place]
        place += 1
        if (answer === undefined) throw new Error('a call was not answered')
        if (answer.result !== 'refused') return { id: one.givenId, result: answer.result }
        return { id: one.givenId, result: answer.result, reason: answer.reason, detail: sentence(answer.reason) }
      })
    },
  }
}

function takeCall(item: unknown, caller: Caller, now: Date, sentence: (code: string) => string): Taken {
  const parsed = CallInput.safeParse(item)
  if (!parsed.success) {
    const problems = parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.')}: ${message}`)
    const detail = `${sentence('call-invalid')} ${problems.join(' · ')}`
    return { answer: { id: idIn(item), result: 'refused', reason: 'call-invalid', detail } }
  }
  const record = recordOf(parsed.data, caller, now)
  return { record, givenId: parsed.data.id ?? record.id }
}

function idIn(item: unknown): string | null {
  if (typeof item !== 'object' || item === null || !('id' in item)) return null
  return typeof item.id === 'string' ? item.id.slice(0, 128) : null
}

const FIRST_ERROR = 400

function recordOf(input: CallInput, { id: keyId, projectId }: Caller, now: Date): CallRecord {
  const { endpoint = null, status = null } = input
  return {
    id: recordId(projectId, input),
    projectId,
    keyId,
    source: input.source ?? 'api',
    at: input.at ? new Date(input.at) : now,
    endpoint,
    kind: input.kind ?? (endpoint === null ? 'completions' : kindOfEndpoint(endpoint)),
    modelAsked: input.modelAsked ?? null,
    modelServed: input.model ?? null,
    responseId: input.responseId ?? null,
    task: input.task ?? null,
    intent: input.intent ?? null,
    user: input.user ?? null,
    trace: input.trace ?? null,
    meta: input.meta
      ? Object.fromEntries(Object.entries(input.meta).map(([name, value]) => [name, String(value)]))
      : {},
    status,
    result: input.result ?? ((status ?? 0) >= FIRST_ERROR ? 'error' : 'ok'),
    problemCode: input.problemCode ?? null,
    quantities: input.usage ? knownOf(input.usage) : null,
    tools: input.tools ?? null,
    batch: input.batch ?? null,
    serviceTier: input.serviceTier ?? null,
    size: input.size ?? null,
    providerCost: input.cost ?? null,
    durationMs: input.durationMs ?? null,
    firstTokenMs: input.firstTokenMs ?? null,
    retries: input.retries ?? null,
    streamed: input.streamed ?? false,
  }
}

function knownOf(usage: NonNullable<CallInput['usage']>): CallRecord['quantities'] {
  return Object.fromEntries(Object.entries(usage).map(([name, count]) => [name, count ?? null]))
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** People number their calls as they like: whatever it is, the same text in the same project is the same UUID. */
function recordId(projectId: string, { id, responseId }: CallInput): string {
  const given = id ?? responseId
  if (given === null || given === undefined) return randomUUID()
  if (UUID.test(given)) return given.toLowerCase()
  const hex = createHash('sha256').update(`${projectId} ${given}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
