import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { missingScopes, overloaded, standardError, tooMany, unknownKey } from './api-error.ts'
import type { Fault, FaultKind, Faults } from './faults.ts'
import type { Scope } from './keys.ts'

const GATEWAY_PAGE =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n'

/** Whether what this request writes is to be forgotten. */
export type IsForgotten = (request: FastifyRequest) => boolean

/** Applies faults to whatever comes under `/v1`, before anything else looks at the request. */
export function applyFaults(app: FastifyInstance, faults: Faults): IsForgotten {
  const spoiled = new WeakMap<FastifyRequest, Spoiling>()
  app.addHook('onRequest', async (request, reply) => {
    const fault = faults.next(`${request.method} ${request.url}`)
    if (fault === undefined) return undefined
    if (isSpoiling(fault.kind)) spoiled.set(request, fault.kind)
    return strike(fault, request, reply)
  })
  app.addHook('onSend', async (request, _reply, payload) => {
    const kind = spoiled.get(request)
    if (kind === undefined || kind === 'forget') return payload
    if (kind === 'stuck-page') return stuck(await textOfPayload(payload), request.url)
    if (payload instanceof Readable) return Readable.from(firstPart(payload), { objectMode: false })
    return typeof payload === 'string' ? payload.slice(0, Math.floor(payload.length / 2)) : payload
  })
  return (request) => spoiled.get(request) === 'forget'
}

/** Faults that let the request be answered and spoil what comes of it. */
const SPOILING = ['truncate', 'stuck-page', 'forget'] as const
type Spoiling = (typeof SPOILING)[number]

function isSpoiling(kind: FaultKind): kind is Spoiling {
  return SPOILING.some((one) => one === kind)
}

async function strike(fault: Fault, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  switch (fault.kind) {
    case '429':
      throw tooMany(fault.retryAfterSeconds)
    case '500':
      throw standardError(500, 'The server had an error while processing your request. Sorry about that!', {
        type: 'server_error',
      })
    case '503':
      throw overloaded(fault.retryAfterSeconds)
    case '401':
      throw unknownKey('sk-admin-refused')
    case '403':
      throw missingScopes(scopeOf(request))
    case 'html':
      return reply.type('text/html').send(GATEWAY_PAGE)
    case 'garbage':
      return reply.type('application/json').send('\u0000\u0001}{ not json at all ]')
    case 'slow':
      await wait(fault.delayMs ?? 1_000)
      return undefined
    case 'hang':
      reply.hijack()
      return reply
    case 'reset':
      reply.hijack()
      request.raw.socket.resetAndDestroy()
      return reply
    case 'truncate':
    case 'stuck-page':
    case 'forget':
      return undefined
  }
}

function scopeOf({ method, url }: FastifyRequest): Scope {
  if (method !== 'GET') return 'api.management.write'
  return /organization\/(?:costs|usage)/.test(url) ? 'api.usage.read' : 'api.management.read'
}

/** A valid answer that stops in the middle of its text. */
async function* firstPart(payload: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of payload) {
    const bytes = Buffer.from(chunk)
    yield bytes.subarray(0, Math.max(1, Math.floor(bytes.length / 2)))
    return
  }
}

async function textOfPayload(payload: unknown): Promise<string> {
  return payload instanceof Readable ? text(payload) : String(payload)
}

function stuck(answer: string, url: string): string {
  const page = new URL(url, 'http://localhost').searchParams.get('page')
  return answer.replace(/"has_more":\w+,"next_page":.*\}$/, `"has_more":true,"next_page":${JSON.stringify(page)}}`)
}
