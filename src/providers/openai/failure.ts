import { hideSecrets } from '../../platform/log.ts'

/**
 * Every way in which OpenAI does not give what was asked, told apart by what one can do about it.
 * `detail` is for logs and support: shortened, and never with a key in it.
 */
export type OpenAiFailure =
  | { kind: 'not-admin-key' }
  | { kind: 'project-key' }
  | { kind: 'key-revoked'; detail: string }
  | { kind: 'missing-scope'; scope: string }
  | { kind: 'forbidden'; detail: string }
  | { kind: 'not-found'; code: string | null; detail: string }
  /** `param` names the field at fault, where the answer tells. */
  | { kind: 'refused'; status: number; code: string | null; param: string | null; detail: string }
  | { kind: 'rate-limited'; retryAfterSeconds: number | null }
  | { kind: 'server-error'; status: number; retryAfterSeconds: number | null }
  | { kind: 'timeout' }
  | { kind: 'unreachable'; detail: string }
  | { kind: 'garbage'; detail: string }

export type OpenAiFailureKind = OpenAiFailure['kind']

/** Has no `cause` on purpose: whatever prints an error must not reach the request and its key. */
export class OpenAiError extends Error {
  readonly failure: OpenAiFailure

  constructor(failure: OpenAiFailure) {
    super('detail' in failure ? `${failure.kind}: ${failure.detail}` : failure.kind)
    this.name = 'OpenAiError'
    this.failure = failure
  }
}

export function garbage(detail: string): OpenAiError {
  return new OpenAiError({ kind: 'garbage', detail: scrub(detail) })
}

const MAX_DETAIL = 300

/** Fit for a log line: one line, short, no credentials, also not the very key that was used. */
export function scrub(text: string, key = ''): string {
  const withoutKey = key.length >= 8 ? text.replaceAll(key, '[hidden]') : text
  return hideSecrets(withoutKey)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_DETAIL)
}
