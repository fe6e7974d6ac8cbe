import type { FastifyRequest } from 'fastify'
import { missingScopes, noKey, unknownKey } from './api-error.ts'
import type { ApiKey } from './api-key.ts'
import type { AdminKey, Scope } from './keys.ts'
import type { Project } from './organization.ts'
import type { World } from './world.ts'

/** Who asks, and in which organization: admin routes go through here. */
export type Admin = {
  readonly limitDelay: number
  usage(request: FastifyRequest): World
  read(request: FastifyRequest): World
  write(request: FastifyRequest): World
}

export type Caller = { readonly world: World; readonly project: Project; readonly key: ApiKey; readonly secret: string }

export type Access = { readonly admin: Admin; caller(request: FastifyRequest): Caller }

export function createAccess(worlds: readonly World[], adminKeys: readonly AdminKey[], limitDelay: number): Access {
  const byValue = new Map(adminKeys.map((key) => [key.value, key]))

  function findCaller(secret: string): Caller | undefined {
    for (const world of worlds) {
      for (const project of world.organization.projects) {
        const key = project.apiKeys.find((one) => one.value === secret)
        if (key !== undefined) return { world, project, key, secret }
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
    world.limits.settle()
    return world
  }

  return {
    admin: {
      limitDelay,
      usage: (request) => admin(request, 'api.usage.read'),
      read: (request) => admin(request, 'api.management.read'),
      write: (request) => admin(request, 'api.management.write'),
    },
    caller: (request) => {
      const secret = secretOf(request)
      if (byValue.has(secret)) throw missingScopes('model.request')
      const found = findCaller(secret)
      if (found === undefined) throw unknownKey(secret)
      found.world.limits.settle()
      return found
    },
  }
}

function secretOf(request: FastifyRequest): string {
  const header = request.headers.authorization ?? ''
  const [scheme, secret] = header.split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || secret === undefined || secret === '') throw noKey()
  return secret
}
