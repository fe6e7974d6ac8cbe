import type { ServerResponse } from 'node:http'

/** Why a call is not let through, in the shape in which OpenAI says no. */
export type Refusal = {
  status: number
  code: string
  /** Korean: what happened, and who or what helps. */
  message: string
  type: string
  /** Trying again changes nothing: clients that obey OpenAI's header do not. */
  isFinal: boolean
  retryAfterSeconds?: number
}

export function refuse(response: ServerResponse, refusal: Refusal, headers: readonly string[] = []): void {
  if (response.destroyed) return
  const body = Buffer.from(
    JSON.stringify({ error: { message: refusal.message, type: refusal.type, param: null, code: refusal.code } }),
  )
  const retry = refusal.retryAfterSeconds === undefined ? [] : ['retry-after', String(refusal.retryAfterSeconds)]
  response.writeHead(refusal.status, [
    'content-type',
    'application/json; charset=utf-8',
    'content-length',
    String(body.length),
    ...(refusal.isFinal ? ['x-should-retry', 'false'] : []),
    ...retry,
    ...headers,
  ])
  response.end(body)
}
