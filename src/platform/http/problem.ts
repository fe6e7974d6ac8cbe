import type { FastifyError } from 'fastify'
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod'
import { AppError, type ErrorKind } from '../errors.ts'
import type { Problem } from './schemas.ts'
import { type ErrorWords, sentenceFor } from './words.ts'

const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'over-limit': 429,
  upstream: 502,
}

const TITLE: Record<number, string> = {
  400: '잘못된 요청',
  401: '로그인 필요',
  403: '권한 없음',
  404: '찾을 수 없음',
  405: '허용되지 않는 방식',
  409: '상태 충돌',
  413: '너무 큰 요청',
  415: '지원하지 않는 형식',
  429: '요청 제한',
  500: '내부 오류',
  502: '외부 서비스 오류',
  503: '일시적으로 이용할 수 없음',
}

export type ProblemSource = { status: number; code: string; detail?: string; errors?: Problem['errors'] }

/** The one translation from a thrown thing to what the caller may know. The cause stays in the log. */
export function problemOf(error: unknown, requestId: string, words: ErrorWords): Problem {
  const found = describe(error, words)
  return {
    type: `urn:finops:problem:${found.code}`,
    title: TITLE[found.status] ?? '오류',
    status: found.status,
    code: found.code,
    detail: found.detail ?? sentenceFor(words, found.code, {}),
    requestId,
    ...(found.errors ? { errors: found.errors } : {}),
  }
}

function describe(error: unknown, words: ErrorWords): ProblemSource {
  if (error instanceof AppError) {
    return { status: STATUS[error.kind], code: error.code, detail: sentenceFor(words, error.code, error.params) }
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map((issue) => ({
      path: issue.instancePath.replaceAll('/', '.').replace(/^\./, ''),
      message: issue.message ?? '',
    }))
    return { status: 400, code: 'request-invalid', errors }
  }
  if (isResponseSerializationError(error)) return { status: 500, code: 'internal' }
  if (isConnectionFailure(error)) return { status: 503, code: 'database-unavailable' }
  return describeFastify(error)
}

function describeFastify(error: unknown): ProblemSource {
  const status = isFastifyError(error) ? (error.statusCode ?? 500) : 500
  if (status === 413) return { status, code: 'body-too-large' }
  if (status === 415) return { status, code: 'media-type-unsupported' }
  if (status === 429) return { status, code: 'too-many-requests' }
  if (status >= 400 && status < 500) return { status: 400, code: 'body-unreadable' }
  return { status: 500, code: 'internal' }
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'statusCode' in error
}

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '53300',
])

function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && CONNECTION_CODES.has(error.code)) return true
  return /^timeout exceeded when trying to connect|^Connection terminated/.test(error.message)
}
