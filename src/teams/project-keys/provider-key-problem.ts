import { type AppError, invalid, overLimit, upstream } from '../../platform/errors.ts'
import { type KeyFailure, type KeyProblemCode, keyProblemOf } from '../key-problem.ts'

/** Of the OpenAI key that a project's calls go on with; the catalogue has its Korean sentence. */
export type ProviderKeyProblem =
  | 'openai-key-is-admin'
  | 'openai-key-is-ours'
  | 'openai-key-malformed'
  | 'openai-key-revoked'
  | 'openai-key-forbidden'
  | 'openai-key-unreadable'
  | 'openai-api-not-found'
  | Extract<KeyProblemCode, `api-${string}`>

/** What the text alone says, before anything is sent. Another address may know other keys than `sk-…`. */
export function formProblem(secret: string, baseUrl: string | null): ProviderKeyProblem | null {
  if (/^sk-admin-/i.test(secret)) return 'openai-key-is-admin'
  if (/^fin_/.test(secret)) return 'openai-key-is-ours'
  const form = baseUrl === null ? /^sk-[\w-]{8,400}$/ : /^[\x21-\x7e]{8,400}$/
  return form.test(secret) ? null : 'openai-key-malformed'
}

export function providerProblemOf(failure: KeyFailure): ProviderKeyProblem {
  switch (failure.kind) {
    case 'key-revoked':
      return 'openai-key-revoked'
    case 'forbidden':
    case 'missing-scope':
      return 'openai-key-forbidden'
    case 'unreadable':
      return 'openai-key-unreadable'
    case 'not-found':
      return 'openai-api-not-found'
    default: {
      const code = keyProblemOf(failure)
      return isPassing(code) ? code : 'openai-key-malformed'
    }
  }
}

function isPassing(code: KeyProblemCode): code is Extract<KeyProblemCode, `api-${string}`> {
  return code.startsWith('api-')
}

const BUSY_SECONDS = 60

export function providerKeyError(code: ProviderKeyProblem, retryAfterSeconds: number | null = null): AppError {
  if (code === 'api-busy') return overLimit(code, retryAfterSeconds ?? BUSY_SECONDS)
  return code.startsWith('api-') ? upstream(code) : invalid(code)
}
