import OpenAI from 'openai'
import type { Clock } from '../../platform/clock.ts'
import { failureOf } from './classify.ts'
import { OpenAiError } from './failure.ts'
import { BodyTooLarge, guardedFetch } from './guarded-fetch.ts'

export type OpenAiAccess = {
  key: string
  baseUrl: string
  timeoutMs?: number
  fetch?: typeof fetch
  /** A key that makes calls, instead of an admin key. */
  isProjectKey?: boolean
}

/** What one request may be ended by. */
export type RequestSignal = { signal?: AbortSignal }

const HEADERS_TIMEOUT_MS = 20_000

/**
 * The official client with an admin key, or with a key that makes calls. It does not retry ({@link withRetries} does, visibly and bounded) and takes
 * nothing from the process's environment.
 */
export function createOpenAiClient(access: OpenAiAccess): OpenAI {
  return new OpenAI({
    ...(access.isProjectKey ? { adminAPIKey: null, apiKey: access.key } : { adminAPIKey: access.key, apiKey: null }),
    organization: null,
    project: null,
    baseURL: access.baseUrl,
    maxRetries: 0,
    timeout: access.timeoutMs ?? HEADERS_TIMEOUT_MS,
    logLevel: 'off',
    fetch: access.fetch ?? guardedFetch(),
  })
}

/** Runs one call; whatever goes wrong leaves as an {@link OpenAiError} without the key. The caller's own abort passes through. */
export async function callOpenAi<T>(
  call: () => Promise<T>,
  context: { clock: Clock; key: string; signal?: AbortSignal },
): Promise<T> {
  try {
    return await call()
  } catch (error) {
    context.signal?.throwIfAborted()
    throw new OpenAiError(failureOf(error, { now: context.clock.now(), key: context.key }))
  }
}

/** The raw text of an answer: money must be read from it, since parsed numbers are floats already. */
export async function readText(response: Response, options: { maxBytes: number }): Promise<string> {
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  if (response.body === null) return text
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    if (bytes > options.maxBytes) throw new BodyTooLarge(`the answer is over ${options.maxBytes} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
