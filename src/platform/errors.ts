/** The few ways a request can fail. `code` is stable and looked up in the catalogue for the Korean sentence. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'over-limit'
  | 'upstream'

export type ErrorParams = Readonly<Record<string, string | number>>

export class AppError extends Error {
  readonly kind: ErrorKind
  readonly code: string
  readonly params: ErrorParams
  readonly retryAfterSeconds: number | undefined

  constructor(
    kind: ErrorKind,
    code: string,
    options: { params?: ErrorParams; cause?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(code, { cause: options.cause })
    this.name = 'AppError'
    this.kind = kind
    this.code = code
    this.params = options.params ?? {}
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

type Make = (code: string, params?: ErrorParams, cause?: unknown) => AppError

const make =
  (kind: ErrorKind): Make =>
  (code, params = {}, cause) =>
    new AppError(kind, code, { params, cause })

export const invalid = make('invalid')
export const forbidden = make('forbidden')
export const notFound = make('not-found')
export const conflict = make('conflict')
export const upstream = make('upstream')
export const unauthenticated = make('unauthenticated')

export function overLimit(code: string, retryAfterSeconds: number, params: ErrorParams = {}): AppError {
  return new AppError('over-limit', code, { params: { ...params, seconds: retryAfterSeconds }, retryAfterSeconds })
}
