import type { FastifyRequest } from 'fastify'
import type { Identifier } from '../../people/access.ts'
import { isAdmin } from '../../people/actor.ts'
import { unauthenticated } from '../../platform/errors.ts'
import type { App } from '../../platform/http/app.ts'
import type { Readiness } from '../health.ts'
import type { Metrics } from '../metrics.ts'

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/

export type HealthDeps = { readiness(): Promise<Readiness>; metrics: Metrics; people: Identifier }

/** For machines: outside /api, not in its document. */
export function healthRoutes(app: App, deps: HealthDeps): void {
  app.get('/healthz', { logLevel: 'silent' }, async () => ({ status: 'ok' }))

  app.get('/readyz', { logLevel: 'silent' }, async (_request, reply) => {
    const state = await deps.readiness()
    return reply.status(state.ready ? 200 : 503).send(state)
  })

  app.get('/metrics', { logLevel: 'silent' }, async (request, reply) => {
    if (!isLocal(request)) await requireAdminToken(request, deps.people)
    return reply.type(deps.metrics.contentType).send(await deps.metrics.text())
  })

  app.addHook('onResponse', async (request, reply) => {
    const { method } = request
    const route = request.routeOptions.url ?? 'unknown'
    deps.metrics.observe({ method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1_000 })
  })
}

/** A proxy on this machine comes from loopback as well, but names whom it speaks for. */
function isLocal(request: FastifyRequest): boolean {
  const isForwarded = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined
  return LOOPBACK.test(request.ip) && !isForwarded
}

async function requireAdminToken(request: FastifyRequest, people: Identifier): Promise<void> {
  const token = /^Bearer +(\S{1,200})$/i.exec(request.headers.authorization ?? '')?.[1]
  const identity = token ? await people.identifyByToken(token) : null
  if (!identity || !isAdmin(identity.actor)) throw unauthenticated('sign-in-needed')
}
