import type { FastifyReply, FastifyRequest } from 'fastify'
import { forbidden, unauthenticated } from '../platform/errors.ts'
import type { App } from '../platform/http/app.ts'
import { type Actor, requireActor, requireAdmin } from './actor.ts'
import type { Identity } from './identity.ts'
import type { Caller, Cookies } from './sessions.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null
    /** Null for a token: some things want a person at the keyboard. */
    sessionId: string | null
  }
}

/** What this needs of people; tests of other features hand in their own. */
export type Identifier = {
  identifyBySession(caller: Caller): Promise<Identity | null>
  identifyByToken(token: string): Promise<Identity | null>
}

/** Resolves who calls before any handler runs, and keeps out whom the route's `config.access` does not let in. */
export function authenticate(app: App, people: Identifier): void {
  app.decorateRequest('actor', null)
  app.decorateRequest('sessionId', null)
  app.addHook('onRequest', async (request, reply) => {
    const access = request.routeOptions.config.access
    if (access === undefined || access === 'public' || access === 'project-key') return
    const identity = await identify(people, request)
    if (!identity) throw unauthenticated('sign-in-needed')
    request.actor = identity.actor
    request.sessionId = identity.sessionId
    setCookies(reply, identity.cookies)
    if (access === 'admin') requireAdmin(identity.actor)
  })
}

/** A token that was sent decides alone: a wrong one does not fall back to the cookie. */
function identify(people: Identifier, request: FastifyRequest): Promise<Identity | null> {
  const token = /^Bearer +(\S{1,200}) *$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token !== undefined) return people.identifyByToken(token)
  const caller = callerOf(request)
  return caller.cookies ? people.identifyBySession(caller) : Promise.resolve(null)
}

export function actorOf(request: FastifyRequest): Actor {
  return requireActor(request.actor)
}

/** For what a leaked token must not be able to do. */
export function sessionOf(request: FastifyRequest): { actor: Actor; sessionId: string } {
  const actor = actorOf(request)
  if (request.sessionId === null) throw forbidden('token-not-enough')
  return { actor, sessionId: request.sessionId }
}

export function callerOf(request: FastifyRequest): Caller {
  return {
    address: request.ip,
    userAgent: request.headers['user-agent'] ?? '',
    cookies: request.headers.cookie ?? '',
  }
}

export function setCookies(reply: FastifyReply, cookies: Cookies): void {
  if (cookies.length > 0) void reply.header('set-cookie', cookies)
}
