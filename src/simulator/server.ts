import { Readable } from 'node:stream'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Access } from './access.ts'
import type { AmountStyle } from './amount.ts'
import { ApiError, badRequest, standardError } from './api-error.ts'
import { registerChat } from './chat-routes.ts'
import { type Controlled, registerControl } from './control-routes.ts'
import { answerCosts } from './costs.ts'
import { applyFaults } from './fault-hook.ts'
import type { Faults } from './faults.ts'
import { registerFiles } from './file-routes.ts'
import { registerKeys } from './key-routes.ts'
import type { AdminKey } from './keys.ts'
import { registerLimits } from './limit-routes.ts'
import { registerMedia } from './media-routes.ts'
import { registerModels } from './model-routes.ts'
import { registerProjects } from './project-routes.ts'
import { queryOf } from './query.ts'
import { hexadecimal, mix } from './random.ts'
import { registerResponses } from './response-routes.ts'
import { USAGE_KINDS } from './stream.ts'
import { answerUsage, type Visibility } from './usage.ts'

export type ServerOptions = {
  readonly seed: number
  readonly access: Access
  readonly faults: Faults
  readonly controlled: Controlled
  readonly adminKeys: readonly AdminKey[]
  readonly visibility: Visibility
  readonly amountStyle: AmountStyle
  readonly pageSize: number | undefined
}

const BODY_LIMIT = 64 * 1024 * 1024

export function createServer(options: ServerOptions): FastifyInstance {
  const { admin } = options.access
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  })
  readAnyJson(app)
  markAnswers(app, options)
  registerControl(app, options.controlled, options.faults)
  app.setErrorHandler(async (error, _request, reply) => {
    const known = error instanceof ApiError ? error : asApiError(error)
    return reply.code(known.status).headers(known.headers).send(known.body)
  })
  app.setNotFoundHandler(async (request, reply) => {
    const { status, body } = standardError(404, `Invalid URL (${request.method} ${request.url.split('?')[0]})`)
    return reply.code(status).send(body)
  })
  app.register(
    async (v1) => {
      const isForgotten = applyFaults(v1, options.faults)
      registerProjects(v1, admin)
      registerLimits(v1, admin, isForgotten)
      registerKeys(v1, admin, options.adminKeys)
      registerChat(v1, options.access)
      registerResponses(v1, options.access)
      registerModels(v1, options.access)
      registerMedia(v1, options.access)
      registerFiles(v1, options.access)
      for (const kind of USAGE_KINDS) {
        v1.get(`/organization/usage/${kind}`, async (request, reply) => {
          const chunks = answerUsage(admin.usage(request), kind, queryOf(request.query), options)
          return reply.type('application/json').send(Readable.from(chunks, { objectMode: false }))
        })
      }
      v1.get('/organization/costs', async (request, reply) => {
        const chunks = answerCosts(admin.usage(request), queryOf(request.query), options)
        return reply.type('application/json').send(Readable.from(chunks, { objectMode: false }))
      })
    },
    { prefix: '/v1' },
  )
  return app
}

/** Bodies are JSON whatever the header says, except forms, and an empty body is an empty object (archive sends none). */
function readAnyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(String(body)))
    } catch {
      done(badRequest('We could not parse the JSON body of your request.'))
    }
  })
}

/** The headers by which people report a call to support. */
function markAnswers(app: FastifyInstance, { seed, access }: ServerOptions): void {
  let count = 0
  app.addHook('onRequest', async (request, reply) => {
    count += 1
    const hash = mix(seed, count)
    const organization = access.organizationOf(request)
    if (organization !== undefined) reply.header('openai-organization', organization)
    reply.headers({
      'x-request-id': `req_${hexadecimal(hash, 32)}`,
      'openai-version': '2020-10-01',
      'openai-processing-ms': String(20 + (hash % 180)),
    })
  })
}

function asApiError(error: unknown): ApiError {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  const message = error instanceof Error ? error.message : 'The server had an error while processing your request.'
  return standardError(status, message, { type: status < 500 ? 'invalid_request_error' : 'server_error' })
}
