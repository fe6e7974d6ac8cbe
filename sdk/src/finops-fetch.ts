import { contextHeaders, contextHere, mergeContexts, readHeaders, withoutOurs } from './context.ts'
import { type Endpoint, endpointOf } from './endpoint.ts'
import type { Context, Fetch, FinopsOptions } from './options.ts'
import { settle } from './options.ts'
import { safely } from './problem.ts'
import { type Read, readerFor } from './read-answer.ts'
import { type Asked, readRequest } from './read-request.ts'
import { newId } from './record.ts'
import type { Recorder } from './recorder.ts'
import { recorderFor } from './recorders.ts'
import { type End, tapResponse } from './tap.ts'
import type { SentCall } from './wire.ts'

/**
 * A `fetch` that records the calls to models among its requests, and is otherwise the one that it was made from. For any
 * client that takes a `fetch`: `createOpenAI({ fetch: finopsFetch({ task: '요약' }) })`.
 */
export function finopsFetch(options: FinopsOptions = {}, base?: Fetch): Fetch {
  const recorder = safely(() => recorderFor(options)) ?? null
  const gateway = `${settle(options)?.url ?? ''}/openai/v1/`
  return (input, init) => {
    const send = base ?? globalThis.fetch
    const begun = safely(() => begin({ input, init, options, recorder, gateway }))
    const answer = send(input, begun ? begun.init : init)
    if (!begun?.call) return answer
    const { call } = begun
    return answer.then(
      (response) => {
        safely(() => call.answered(response))
        return response
      },
      (error) => {
        safely(() => call.failed(error))
        throw error
      },
    )
  }
}

type Given = {
  input: Parameters<Fetch>[0]
  init: RequestInit | undefined
  options: FinopsOptions
  recorder: Recorder | null
  gateway: string
}

function begin({ input, init, options, recorder, gateway }: Given) {
  const request = typeof input === 'object' && 'url' in input ? input : null
  const url = request?.url ?? String(input)
  const headers = new Headers(init?.headers ?? request?.headers)
  const own = readHeaders(headers)
  const context = mergeContexts(options, contextHere(), own ?? {})
  // Our own gateway is told what the call is for; nobody else sees a header of ours.
  const isGateway = recorder !== null && url.startsWith(gateway)
  const changed = isGateway ? withOurs(headers, context) : own === null ? null : withoutOurs(headers)
  const endpoint = endpointOf(init?.method ?? request?.method ?? 'GET', url)
  return {
    init: changed === null ? init : { ...init, headers: changed },
    call:
      endpoint === null || recorder === null
        ? null
        : observe({ endpoint, context, recorder, headers, asked: readRequest(init?.body, endpoint) }),
  }
}

function withOurs(headers: Headers, context: Context): Headers {
  const all = new Headers(headers)
  for (const [name, value] of Object.entries(contextHeaders(context))) all.set(name, value)
  return all
}

type Observed = { endpoint: Endpoint; context: Context; recorder: Recorder; headers: Headers; asked: Asked }

function observe({ endpoint, context, recorder, headers, asked }: Observed) {
  const at = new Date().toISOString()
  const now = () => performance.now()
  const startedAt = now()
  let release = () => {}
  recorder.hold(
    new Promise<void>((resolve) => {
      release = resolve
    }),
  )
  let isOver = false

  function end(found: Partial<SentCall>, read: Read | null): void {
    if (isOver) return
    isOver = true
    const { task, intent, user, trace, meta } = context
    const kind = read?.counted?.kind
    recorder.add({
      to: 'calls',
      body: {
        id: newId(),
        at,
        source: 'sdk',
        endpoint: endpoint.name,
        ...(kind ? { kind } : {}),
        modelAsked: asked.model,
        model: read?.model,
        task,
        intent,
        user,
        trace,
        ...(meta ? { meta: { ...meta } } : {}),
        usage: read?.counted?.usage ?? (found.result === 'ok' ? asked.usage : undefined),
        tools: read?.tools,
        serviceTier: read?.serviceTier,
        size: read?.size ?? asked.size,
        durationMs: Math.round(now() - startedAt),
        firstTokenMs: read?.firstAt === undefined ? undefined : Math.round(read.firstAt - startedAt),
        retries: countIn(headers.get('x-stainless-retry-count')),
        ...found,
      },
    })
    release()
  }

  return {
    failed(error: unknown): void {
      end({ result: isAbort(error) ? 'aborted' : 'error', problemCode: nameOf(error) }, null)
    },
    answered(response: Response): void {
      const { status } = response
      const contentType = response.headers.get('content-type') ?? ''
      const requestId = response.headers.get('x-request-id') ?? undefined
      const reader = readerFor(contentType, endpoint, now)
      const finish = (how: End, error?: unknown) =>
        safely(() => {
          const read = reader.end()
          const result = resultOf(status, read.isOver ? 'done' : how, error, read.problemCode)
          end(
            {
              status,
              result,
              problemCode: read.problemCode ?? (how === 'broken' ? nameOf(error) : undefined),
              responseId: (endpoint.namesCall ? read.id : undefined) ?? requestId,
              streamed: /^text\/event-stream/i.test(contentType),
            },
            read,
          )
        })
      const isTapped = tapResponse(response, { see: (bytes) => safely(() => reader.push(bytes)), end: finish })
      if (!isTapped) finish('done')
    },
  }
}

const FIRST_ERROR = 400

function resultOf(status: number, how: End, error: unknown, code: string | undefined): SentCall['result'] {
  if (code?.startsWith('finops_')) return 'refused'
  if (status >= FIRST_ERROR) return 'error'
  if (how === 'left' || (how === 'broken' && isAbort(error))) return 'aborted'
  return how === 'broken' || code !== undefined ? 'error' : 'ok'
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

function nameOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, cause } = error as Error & { code?: unknown; cause?: { code?: unknown } }
  const known = [code, cause?.code].find((one) => typeof one === 'string')
  return typeof known === 'string' ? known : error.name
}

function countIn(text: string | null): number | undefined {
  return text !== null && /^\d{1,4}$/.test(text) ? Number(text) : undefined
}
