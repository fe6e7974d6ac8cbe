import { type AppError, invalid, overLimit, upstream } from '../platform/errors.ts'

/** Why a provider refuses a key; `providers/` answers with it. `unreadable`: there was nothing left to ask with. */
export type KeyFailure = {
  kind:
    | 'not-admin-key'
    | 'project-key'
    | 'key-revoked'
    | 'missing-scope'
    | 'forbidden'
    | 'not-found'
    | 'refused'
    | 'rate-limited'
    | 'server-error'
    | 'timeout'
    | 'unreachable'
    | 'garbage'
    | 'unreadable'
  scope?: string
  retryAfterSeconds?: number | null
}

/** Stable codes, stored with a broken key and looked up in the catalogue for the Korean sentence. */
export type KeyProblemCode =
  | 'key-not-admin'
  | 'key-project'
  | 'key-revoked'
  | 'key-no-costs'
  | 'key-no-management'
  | 'key-forbidden'
  | 'key-unreadable'
  | 'api-not-found'
  | 'api-refused'
  | 'api-busy'
  | 'api-failed'
  | 'api-timeout'
  | 'api-unreachable'
  | 'api-garbage'

export function keyProblemOf(failure: KeyFailure): KeyProblemCode {
  switch (failure.kind) {
    case 'not-admin-key':
      return 'key-not-admin'
    case 'project-key':
      return 'key-project'
    case 'key-revoked':
      return 'key-revoked'
    case 'missing-scope':
      return failure.scope?.includes('usage') ? 'key-no-costs' : 'key-no-management'
    case 'forbidden':
      return 'key-forbidden'
    case 'unreadable':
      return 'key-unreadable'
    case 'not-found':
      return 'api-not-found'
    case 'refused':
      return 'api-refused'
    case 'rate-limited':
      return 'api-busy'
    case 'server-error':
      return 'api-failed'
    case 'timeout':
      return 'api-timeout'
    case 'unreachable':
      return 'api-unreachable'
    case 'garbage':
      return 'api-garbage'
  }
}

/** Whether the key itself is the problem, so that only a person can mend it. The rest may pass. */
export function isKeysFault(code: KeyProblemCode): boolean {
  return code.startsWith('key-')
}

const BUSY_SECONDS = 60

export function errorFor(failure: KeyFailure): AppError {
  const code = keyProblemOf(failure)
  if (code === 'api-busy') return overLimit(code, failure.retryAfterSeconds ?? BUSY_SECONDS)
  return isKeysFault(code) ? invalid(code) : upstream(code)
}
