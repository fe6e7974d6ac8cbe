import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError, overLimit } from '../../platform/errors.ts'
import type { App } from '../../platform/http/app.ts'
import type { Problem } from '../../platform/http/schemas.ts'
import type { CallRecord, RecordAnswer } from '../call.ts'
import type { Caller } from './call-of-span.ts'
import {
  type Answer,
  answerIn,
  BodyRefused,
  type Encoding,
  JSON_TYPE,
  LARGEST_BODY_BYTES,
  PROTOBUF,
  readSpans,
  statusIn,
  unpack,
} from './encoding.ts'
import { takeSpans } from './take-spans.ts'

export type OtlpRoutesDeps = {
  record(records: readonly CallRecord[]): Promise<RecordAnswer[]>
  sentence(code: string): string
  /** What may be told of an error. */
  problemOf(error: unknown, requestId: string): Problem
  callerOf(request: FastifyRequest): Caller
}

/** Bodies in memory at the same time; whoever comes later waits a moment. */
const MOST_AT_ONCE = 16
/** A key that sends slowly, or never to an end, leaves room for the others. */
const MOST_OF_ONE_KEY = 8
const WAIT_SECONDS = 1
/** What is lost with the database for a while. */
const OUTAGE_SECONDS = 5
const BATCH = 1_000

/** OTLP/HTTP 1.x for traces: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export function otlpRoutes(app: App, deps: OtlpRoutesDeps): void {
  let underWay = 0
  const byKey = new Map<string, number>()

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser([PROTOBUF, JSON_TYPE], { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

    scope.addHook('onRequest', async (request, reply) => {
      const { id } = deps.callerOf(request)
      const own = byKey.get(id) ?? 0
      if (underWay >= MOST_AT_ONCE || own >= MOST_OF_ONE_KEY) throw overLimit('otlp-busy', WAIT_SECONDS)
      underWay += 1
      byKey.set(id, own + 1)
      reply.raw.once('close', () => {
        underWay -= 1
        const left = (byKey.get(id) ?? 1) - 1
        if (left === 0) byKey.delete(id)
        else byKey.set(id, left)
      })
    })

    scope.setErrorHandler((error, request, reply) => {
      const problem = deps.problemOf(error, request.id)
      if (problem.status >= 500) request.log.error({ err: error }, 'request failed')
      else request.log.info({ code: problem.code }, 'request refused')
      const seconds = error instanceof AppError ? error.retryAfterSeconds : undefined
      if (seconds !== undefined) void reply.header('retry-after', seconds)
      else if (problem.status === 503) void reply.header('retry-after', OUTAGE_SECONDS)
      const message = deps.sentence(OWN_WORDS[problem.status] ?? problem.code)
      return send(reply.status(problem.status), statusIn(encodingOf(request), message))
    })

    scope.route({
      method: 'POST',
      url: '/otlp/v1/traces',
      config: { access: 'project-key' },
      bodyLimit: LARGEST_BODY_BYTES,
      handler: async (request, reply) => {
        if (!Buffer.isBuffer(request.body)) throw new BodyRefused(415, 'the body has no type')
        const encoding = encodingOf(request)
        const spans = readSpans(await unpack(request.body, request.headers['content-encoding']), encoding)
        const taken = takeSpans(spans, deps.callerOf(request))
        const recorded: RecordAnswer[] = []
        // One after the other: what a failure leaves undone is sent again as a whole, and is the same calls.
        for (let place = 0; place < taken.records.length; place += BATCH) {
          recorded.push(...(await deps.record(taken.records.slice(place, place + BATCH))))
        }
        return send(reply, answerIn(encoding, taken.answer(recorded, deps)))
      },
    })
  })
}

/** Where the sentence for people who send JSON from a page says the wrong thing. */
const OWN_WORDS: Readonly<Record<number, string>> = {
  400: 'otlp-unreadable',
  413: 'otlp-too-large',
  415: 'otlp-type-unknown',
}

function encodingOf(request: FastifyRequest): Encoding {
  return /^\s*application\/x-protobuf\s*(?:;|$)/i.test(request.headers['content-type'] ?? '') ? 'protobuf' : 'json'
}

function send(reply: FastifyReply, { type, body }: Answer): FastifyReply {
  // The framework would add a character set, which the protocol does not know.
  return reply.header('content-type', type).serializer(String).send(body)
}
