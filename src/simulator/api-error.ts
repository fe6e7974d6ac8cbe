/** An answer that is not a success, with the exact body that goes out: the real API has three shapes of it. */
export class ApiError extends Error {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`answer ${status}`)
    this.status = status
    this.body = body
    this.headers = headers
  }
}

export type StandardDetails = { readonly type?: string; readonly param?: string | null; readonly code?: string | null }

/** Shape 1, the documented one. */
export function standardError(status: number, message: string, details: StandardDetails = {}): ApiError {
  const { type = 'invalid_request_error', param = null, code = null } = details
  return new ApiError(status, { error: { message, type, param, code } })
}

export function badRequest(message: string, param: string | null = null, code: string | null = null): ApiError {
  return standardError(400, message, { param, code })
}

/** Shape 2: `error` is a bare string. */
export function missingScopes(...scopes: readonly string[]): ApiError {
  return new ApiError(403, {
    error:
      `You have insufficient permissions for this operation. Missing scopes: ${scopes.join(', ')}. Check that you have the ` +
      "correct role in your organization (Reader, Writer, Owner), and if you're using a restricted API key, that it has the necessary scopes.",
  })
}

/** Shape 3: a flat body. */
export function projectNotFound(id: string): ApiError {
  return new ApiError(404, { code: 404, message: `The project ${id} was not found` })
}

export function unknownKey(key: string): ApiError {
  const shown = key.length > 12 ? `${key.slice(0, 8)}********${key.slice(-4)}` : '********'
  const message = `Incorrect API key provided: ${shown}. You can find your API key at https://platform.openai.com/account/api-keys.`
  return standardError(401, message, { code: 'invalid_api_key' })
}

export function noKey(): ApiError {
  const message =
    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY)."
  return standardError(401, message)
}

export function tooMany(retryAfterSeconds: number | undefined): ApiError {
  const message = 'Rate limit reached for requests. Please try again later.'
  return withRetryAfter(
    standardError(429, message, { type: 'requests', code: 'rate_limit_exceeded' }),
    retryAfterSeconds,
  )
}

export function overloaded(retryAfterSeconds: number | undefined): ApiError {
  const message = 'The server is currently overloaded with other requests. Sorry about that!'
  return withRetryAfter(standardError(503, message, { type: 'service_unavailable_error' }), retryAfterSeconds)
}

/** The header may be missing, in particular when waiting does not help. */
function withRetryAfter(error: ApiError, seconds: number | undefined): ApiError {
  return seconds === undefined ? error : new ApiError(error.status, error.body, { 'retry-after': String(seconds) })
}
