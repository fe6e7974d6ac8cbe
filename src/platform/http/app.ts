import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type RawServerDefault } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ko } from 'zod/locales'
import { MINUTE, SECOND } from '../clock.ts'
import { AppError } from '../errors.ts'
import { jsonBody } from './json-body.ts'
import { problemOf } from './problem.ts'
import { refuseForeignOrigins } from './same-origin.ts'
import type { ErrorWords } from './words.ts'

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/**
 * Who may call a route: anybody, people, admins, or programs with a key of one project. Inside a team the service decides
 * further; a route without this is refused at start.
 */
export type Access = 'public' | 'signed-in' | 'admin' | 'project-key'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
}

export type HttpOptions = {
  log: FastifyBaseLogger
  words: ErrorWords
  publicUrl: string
  trustProxy: boolean
  secure: boolean
  /** Sees each request before everything else, on the bare server. True: it answers. */
  first?: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
}

// What is wrong with a single field is said in Korean as well.
z.config(ko())

const BODY_LIMIT_BYTES = 2 * 1024 * 1024
/** How long a request may take to arrive; uploads to the gateway take longest. */
const ARRIVAL_MS = 10 * MINUTE
const IDLE_CONNECTION_MS = 72 * SECOND

export async function createHttpApp(options: HttpOptions): Promise<App> {
  const app = Fastify({
    loggerInstance: options.log,
    // One hop: the address that our own proxy saw. Trusting all would believe whatever the caller wrote into the header.
    trustProxy: options.trustProxy && ((_address: string, hop: number) => hop === 0),
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => randomUUID(),
    serverFactory: (handler) => serverWith(options.first, handler),
    routerOptions: { ignoreDuplicateSlashes: true },
    // The default would echo a malformed URL in a body of its own shape.
    frameworkErrors: (error, request, reply) => {
      const problem = problemOf(error, request.id, options.words)
      reply.raw.writeHead(problem.status, { 'content-type': 'application/problem+json', 'x-request-id': request.id })
      reply.raw.end(JSON.stringify(problem))
    },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    jsonBody(app.getDefaultJsonParser('error', 'error')),
  )
  await app.register(cookie)
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: options.secure ? [] : null,
      },
    },
    strictTransportSecurity: options.secure,
  })
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id)
    refuseForeignOrigins(request, options.publicUrl)
  })
  app.addHook('onRoute', (route) => {
    const isOurs = route.url.startsWith('/api/') && !route.url.startsWith('/api/docs')
    if (isOurs && !route.config?.access) throw new Error(`route without access: ${route.url}`)
  })
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request.id, options.words)
    if (problem.status >= 500) request.log.error({ err: error }, 'request failed')
    else request.log.info({ code: problem.code }, 'request refused')
    if (error instanceof AppError && error.retryAfterSeconds) void reply.header('retry-after', error.retryAfterSeconds)
    return reply.status(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem)
  })
  return app
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void

function serverWith(first: HttpOptions['first'], handler: Handler) {
  const listener: Handler = first
    ? (request, response) => void (first(request, response) || handler(request, response))
    : handler
  const server = createServer(
    { requestTimeout: ARRIVAL_MS, keepAliveTimeout: IDLE_CONNECTION_MS, noDelay: true },
    listener,
  )
  return server
}
