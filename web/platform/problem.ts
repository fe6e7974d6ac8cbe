import type { Problem as ProblemBody } from '../../src/platform/http/schemas.ts'

type Given = Partial<ProblemBody> & { status: number; code: string; detail: string }

/** Every way a request can fail, told as the server tells it. Status 0: the server was not reached. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | null
  readonly fields: ReadonlyMap<string, string>

  constructor(given: Given, cause?: unknown) {
    super(given.detail, { cause })
    this.name = 'Problem'
    this.status = given.status
    this.code = given.code
    this.requestId = given.requestId ?? null
    this.fields = new Map((given.errors ?? []).map((error) => [error.path, error.message]))
  }
}

export function isProblem(error: unknown, status?: number): error is Problem {
  return error instanceof Problem && (status === undefined || error.status === status)
}
