import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai'
import { z } from 'zod'
import { OpenAiError, type OpenAiFailure, scrub } from './failure.ts'
import { BodyTimeout, BodyTooLarge } from './guarded-fetch.ts'
import { retryAfterSeconds } from './retry-after.ts'

type Context = { now: Date; key: string }

/** From whatever was thrown during a call to what it means. */
export function failureOf(error: unknown, context: Context): OpenAiFailure {
  if (error instanceof OpenAiError) return error.failure
  if (error instanceof APIConnectionTimeoutError || error instanceof BodyTimeout) return { kind: 'timeout' }
  if (error instanceof APIUserAbortError) return { kind: 'timeout' }
  if (error instanceof BodyTooLarge) return { kind: 'garbage', detail: error.message }
  if (error instanceof APIConnectionError) return unreachable(error, context)
  if (error instanceof APIError && error.status !== undefined) return failureOfAnswer(error, error.status, context)
  if (error instanceof SyntaxError) return { kind: 'garbage', detail: 'the answer is not JSON' }
  if (error instanceof z.ZodError) return { kind: 'garbage', detail: `unexpected shape at ${pathOf(error)}` }
  return unreachable(error, context)
}

/** Status and text together decide: a proxy's HTML page with status 401 says nothing about the key. */
function failureOfAnswer(error: APIError, status: number, { now, key }: Context): OpenAiFailure {
  const wait = error.headers ? retryAfterSeconds(error.headers.get('retry-after'), now) : null
  const body = readErrorBody(error.error)
  const isRefusal = body?.code != null && LIMIT_REFUSALS.has(body.code)
  if (status === 429 && !isRefusal) return { kind: 'rate-limited', retryAfterSeconds: wait }
  if (status >= 500) return { kind: 'server-error', status, retryAfterSeconds: wait }
  if (status === 408) return { kind: 'timeout' }
  if (body === null) return { kind: 'garbage', detail: `status ${status} without an error body of OpenAI` }
  const scope = /missing scopes?:\s*([\w.]+(?:,\s*[\w.]+)*)/i.exec(body.message)?.[1]
  if (scope) return { kind: 'missing-scope', scope: scrub(scope.replace(/\.$/, ''), key) }
  const detail = scrub(body.message, key)
  if (status === 401) return { kind: 'key-revoked', detail }
  if (status === 403) return { kind: 'forbidden', detail }
  const code = body.code === null ? null : scrub(body.code, key)
  if (status === 404) return { kind: 'not-found', code, detail }
  const param = body.param === null ? null : scrub(body.param, key)
  return { kind: 'refused', status, code, param, detail }
}

/** Said about the limit that was to be written, so asking again does not help, whatever the status. */
const LIMIT_REFUSALS = new Set([
  'rate_limit_not_updatable',
  'rate_limit_does_not_exist_for_org_and_model',
  'invalid_rate_limit_type',
  'organization_rate_limit_exceeded',
])

const Code = z.union([z.string(), z.number()]).nullish().catch(null)
const Param = z.string().nullish().catch(null)
const ErrorBody = z.union([
  z.string().transform((message) => ({ message, code: null, param: null })),
  z.object({ error: z.string() }).transform(({ error }) => ({ message: error, code: null, param: null })),
  z.object({ error: z.object({ message: z.string(), code: Code, param: Param }) }).transform(({ error }) => error),
  z.object({ message: z.string(), code: Code, param: Param }),
])

/** The three shapes that occur: the standard one, `error` as bare text, and a flat body. The SDK unwraps `error` first. */
function readErrorBody(body: unknown): { message: string; code: string | null; param: string | null } | null {
  const parsed = ErrorBody.safeParse(body)
  if (!parsed.success) return null
  const { message, code, param } = parsed.data
  return { message, code: code === null || code === undefined ? null : String(code), param: param ?? null }
}

function unreachable(error: unknown, { key }: Context): OpenAiFailure {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof BodyTimeout || cause.name === 'TimeoutError') return { kind: 'timeout' }
    if ('code' in cause && typeof cause.code === 'string') {
      return TIMEOUT_CODES.has(cause.code) ? { kind: 'timeout' } : { kind: 'unreachable', detail: scrub(cause.code) }
    }
  }
  return { kind: 'unreachable', detail: scrub(error instanceof Error ? error.message : 'unknown', key) }
}

const TIMEOUT_CODES = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
])

function pathOf(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') || 'the top'
}
