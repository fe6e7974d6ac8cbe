import { expect } from 'vitest'
import { Problem } from '../../src/platform/http/schemas.ts'

export type Raw = { status: number; type: string; text: string; requestId: string | null }

export async function send(url: string, init: RequestInit): Promise<Raw> {
  const response = await fetch(url, { redirect: 'manual', ...init })
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    text: await response.text(),
    requestId: response.headers.get('x-request-id'),
  }
}

/** A refusal is a problem that a person can read and support can find. */
export function expectProblem(answer: Raw, what: string): void {
  expect(answer.type, `${what} → ${answer.text}`).toContain('application/problem+json')
  const problem = Problem.parse(JSON.parse(answer.text))
  expect(problem.status, what).toBe(answer.status)
  expect(problem.code, what).toMatch(/^[a-z][a-z0-9-]+$/)
  expect(problem.detail, what).toMatch(/[가-힣].*(다|요)\./s)
  expect(problem.detail, what).not.toMatch(/undefined|NaN|\[object/)
  expect(problem.title, what).toMatch(/[가-힣]/)
  expect(problem.requestId, what).toBe(answer.requestId)
}
