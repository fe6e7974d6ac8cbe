import { contextHere, mergeContexts } from './context.ts'
import type { Context, FinopsOptions } from './options.ts'
import { safely } from './problem.ts'
import { newId } from './record.ts'
import { recorderFor } from './recorders.ts'
import { tapStream } from './tap.ts'
import { countOf, objectOf, textOf } from './usage.ts'
import type { SentCall, Usage } from './wire.ts'

type Model = { readonly modelId: string; readonly provider: string }
type Params = { readonly providerOptions?: unknown }

/** Fits the middleware of the `ai` package (v4 of its specification, `ai` 7; it runs with 5 and 6 as well). */
export type FinopsMiddleware = {
  readonly specificationVersion: 'v4'
  wrapGenerate<Result>(options: {
    doGenerate: () => PromiseLike<Result>
    params: Params
    model: Model
  }): Promise<Result>
  wrapStream<Part, Result extends { stream: ReadableStream<Part> }>(options: {
    doStream: () => PromiseLike<Result>
    params: Params
    model: Model
  }): Promise<Result>
}

/**
 * Records the calls of a model of the Vercel AI SDK. A single call says what it is for in
 * `providerOptions: { finops: { task: '요약' } }`.
 *
 *     const model = wrapLanguageModel({ model: openai('gpt-4o'), middleware: finopsMiddleware({ task: '요약' }) })
 */
export function finopsMiddleware(options: FinopsOptions = {}): FinopsMiddleware {
  return {
    specificationVersion: 'v4',
    async wrapGenerate({ doGenerate, params, model }) {
      const call = safely(() => observe(options, params, model))
      try {
        const result = await doGenerate()
        safely(() => call?.end({ ...seenIn(result), result: 'ok' }))
        return result
      } catch (error) {
        safely(() => call?.failed(error))
        throw error
      }
    },
    async wrapStream({ doStream, params, model }) {
      const call = safely(() => observe(options, params, model))
      try {
        const result = await doStream()
        return (call && safely(() => ({ ...result, stream: call.follow(result.stream) }))) ?? result
      } catch (error) {
        safely(() => call?.failed(error))
        throw error
      }
    },
  }
}

const ENDPOINTS: readonly (readonly [RegExp, string])[] = [
  [/\.responses$/, 'POST /responses'],
  [/\.chat$/, 'POST /chat/completions'],
  [/\.completion$/, 'POST /completions'],
]

function observe(options: FinopsOptions, params: Params, model: Model) {
  const recorder = recorderFor(options)
  if (recorder === null) return undefined
  const startedAt = performance.now()
  const at = new Date().toISOString()
  const since = () => Math.round(performance.now() - startedAt)
  const context = mergeContexts(options, contextHere(), contextIn(params))
  let release = () => {}
  recorder.hold(
    new Promise<void>((resolve) => {
      release = resolve
    }),
  )
  let isOver = false

  function end(found: Partial<SentCall>): void {
    if (isOver) return
    isOver = true
    const { task, intent, user, trace, meta } = context
    recorder?.add({
      to: 'calls',
      body: {
        id: newId(),
        at,
        source: 'sdk',
        endpoint: ENDPOINTS.find(([pattern]) => pattern.test(model.provider))?.[1],
        kind: 'completions',
        modelAsked: model.modelId,
        task,
        intent,
        user,
        trace,
        ...(meta ? { meta: { ...meta } } : {}),
        durationMs: since(),
        streamed: false,
        ...found,
      },
    })
    release()
  }

  function failed(error: unknown): void {
    const isAbort = error instanceof Error && error.name === 'AbortError'
    const status = countOf(objectOf(error)?.statusCode)
    end({ result: isAbort ? 'aborted' : 'error', status, problemCode: error instanceof Error ? error.name : undefined })
  }

  function follow<Part>(stream: ReadableStream<Part>): ReadableStream<Part> {
    const found: Partial<SentCall> = { streamed: true }
    let hasFailed = false
    return tapStream(stream, {
      see: (part) =>
        safely(() => {
          const { type, ...rest } = objectOf(part) ?? {}
          if (type === 'response-metadata') Object.assign(found, named(rest))
          else if (type === 'finish') found.usage = usageOf(rest.usage)
          else if (type === 'error') hasFailed = true
          else if (type === 'text-delta' || type === 'reasoning-delta') found.firstTokenMs ??= since()
        }),
      end: (how, error) =>
        safely(() => {
          const isAbort = how === 'left' || (error instanceof Error && error.name === 'AbortError')
          end({ ...found, result: isAbort ? 'aborted' : how === 'broken' || hasFailed ? 'error' : 'ok' })
        }),
    })
  }
  return { end, failed, follow }
}

function seenIn(result: unknown): Partial<SentCall> {
  const { response, usage } = objectOf(result) ?? {}
  return { ...named(response), usage: usageOf(usage) }
}

function named(response: unknown): Partial<SentCall> {
  const { id, modelId } = objectOf(response) ?? {}
  return { responseId: textOf(id), model: textOf(modelId) }
}

/** Its counters were plain numbers once (`ai` 5) and say more today. */
function usageOf(usage: unknown): Usage | undefined {
  const told = objectOf(usage)
  if (told === null) return undefined
  const input = objectOf(told.inputTokens)
  const output = objectOf(told.outputTokens)
  const inputTokens = countOf(told.inputTokens) ?? countOf(input?.total)
  const outputTokens = countOf(told.outputTokens) ?? countOf(output?.total)
  if (inputTokens === undefined && outputTokens === undefined) return undefined
  return {
    inputTokens,
    outputTokens,
    cachedInputTokens: countOf(told.cachedInputTokens) ?? countOf(input?.cacheRead),
    cacheWriteTokens: countOf(input?.cacheWrite),
  }
}

function contextIn({ providerOptions }: Params): Context {
  const given = objectOf(objectOf(providerOptions)?.finops)
  if (given === null) return {}
  const context: Context = {}
  for (const name of ['task', 'intent', 'user', 'trace'] as const) {
    const value = textOf(given[name])
    if (value !== undefined) context[name] = value
  }
  return context
}
