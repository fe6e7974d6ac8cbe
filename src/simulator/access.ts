import type { FastifyRequest } from 'fastify'
import { missingScopes, noKey, tooMany, unknownKey } from './api-error.ts'
import type { ApiKey } from './api-key.ts'
import type { AdminKey, Scope } from './keys.ts'
import type { Project } from './organization.ts'
import type { RequestBudget } from './request-budget.ts'
import type { World } from './world.ts'

/** Who asks, and in which organization: admin routes go through here. */
export type Admin = {
  readonly limitDelay: number
  usage(request: FastifyRequest): World
  read(request: FastifyRequest): World
  write(request: FastifyRequest): World
}

export type Caller = { readonly world: World; readonly project: Project; readonly key: ApiKey; readonly secret: string }

export type Access = {
  readonly admin: Admin
  caller(request: FastifyRequest): Caller
  /** For the header that names the organization; undefined when the key is not known. */
  organizationOf(request: FastifyRequest): string | undefined
}

export function createAccess(options: {
  worlds: readonly World[]
  adminKeys: readonly AdminKey[]
  budget: RequestBudget
  /** Milliseconds. */
  limitDelay: number
  sendsRetryAfter: boolean
}): Access {
  const { worlds, adminKeys } = options
  const callers = new Map<string, Caller>()
  const byValue = new Map(adminKeys.map((key) => [key.value, key]))

  function findCaller(secret: string): Caller | undefined {
    const known = callers.get(secret)
    if (known !== undefined) return known
    for (const world of worlds) {
      for (const project of world.organization.projects) {
        const key = project.apiKeys.find((one) => one.value === secret)
        if (key === undefined) continue
        const caller = { world, project, key, secret }
        callers.set(secret, caller)
        return caller
      }
    }
    return undefined
  }

  function admin(request: FastifyRequest, scope: Scope): World {
    const secret = secretOf(request)
    const key = byValue.get(secret)
    if (key === undefined && findCaller(secret) !== undefined) throw missingScopes(scope)
    const world = key === undefined || key.isRevoked ? undefined : worlds[key.organization]
    if (key === undefined || world === undefined) throw unknownKey(secret)
    if (!key.scopes.includes(scope)) throw missingScopes(scope)
    const seconds = options.budget.retryAfter(`${key.id} ${request.method} ${request.routeOptions.url}`)
    if (seconds !== undefined) throw tooMany(options.sendsRetryAfter ? seconds : undefined)
    world.spendLimits.settle()
    return world
  }

  return {
    admin: {
      limitDelay: options.limitDelay,
      usage: (request) => admin(request, 'api.usage.read'),
      read: (request) => admin(request, 'api.management.read'),
      write: (request) => admin(request, 'api.management.write'),
    },
    caller: (request) => {
      const secret = secretOf(request)
      if (byValue.has(secret)) throw missingScopes('model.request')
      const found = findCaller(secret)
      if (found === undefined) throw unknownKey(secret)
      found.world.spendLimits.settle()
      return found
    },
    organizationOf: (request) => {
      const secret = bearerOf(request)
      const key = byValue.get(secret)
      const world = key === undefined ? findCaller(secret)?.world : worlds[key.organization]
      return world?.organization.id
    },
  }
}

function secretOf(request: FastifyRequest): string {
  const secret = bearerOf(request)
  if (secret === '') throw noKey()
  return secret
}

function bearerOf(request: FastifyRequest): string {
  const [scheme, secret = ''] = (request.headers.authorization ?? '').split(' ')
  return scheme?.toLowerCase() === 'bearer' ? secret : ''
}
