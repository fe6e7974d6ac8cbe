import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { SECOND } from '../platform/clock.ts'
import type { Admin } from './access.ts'
import { standardError } from './api-error.ts'
import type { ApiKey } from './api-key.ts'
import { idPage } from './id-page.ts'
import type { AdminKey } from './keys.ts'
import { lastUseOf } from './last-use.ts'
import { projectOf } from './project-routes.ts'
import { queryOf, textOf } from './query.ts'
import { hashText, hexadecimal } from './random.ts'

const Params = z.object({ key_id: z.string() })
const PROJECT_KEYS = '/organization/projects/:project_id/api_keys'
const ADMIN_KEYS = '/organization/admin_api_keys'

export function registerKeys(app: FastifyInstance, admin: Admin, adminKeys: readonly AdminKey[]): void {
  app.get(PROJECT_KEYS, async (request) => {
    const world = admin.read(request)
    const keys = projectOf(world, request.params).apiKeys.filter(isAlive)
    const body = (key: ApiKey) => apiKeyBody(key, lastUseOf(world, key.id))
    return idPage(keys.map(body), queryOf(request.query), { fallback: 20, max: 100 })
  })

  app.get(`${PROJECT_KEYS}/:key_id`, async (request) => {
    const world = admin.read(request)
    const key = findKey(projectOf(world, request.params).apiKeys.filter(isAlive), request.params)
    return apiKeyBody(key, lastUseOf(world, key.id))
  })

  app.delete(`${PROJECT_KEYS}/:key_id`, async (request) => {
    const world = admin.write(request)
    const project = projectOf(world, request.params)
    const key = findKey(project.apiKeys.filter(isAlive), request.params)
    key.deletedAt = world.now()
    const from = world.now() + admin.limitDelay
    world.interruptions.open({ reason: 'key_deleted', projectId: project.id, apiKeyId: key.id, from })
    return { object: 'organization.project.api_key.deleted' as const, id: key.id, deleted: true }
  })

  const keysOf = (organization: number) =>
    adminKeys.filter((key) => key.organization === organization && !key.isRevoked)

  app.get(ADMIN_KEYS, async (request) => {
    const keys = keysOf(admin.read(request).index).map(adminKeyBody)
    const query = queryOf(request.query)
    return idPage(textOf(query, 'order') === 'desc' ? keys.toReversed() : keys, query, { fallback: 20, max: 100 })
  })

  app.get(`${ADMIN_KEYS}/:key_id`, async (request) => {
    return adminKeyBody(findKey(keysOf(admin.read(request).index), request.params))
  })
}

function isAlive(key: ApiKey): boolean {
  return key.deletedAt === null
}

function findKey<T extends { readonly id: string }>(keys: readonly T[], params: unknown): T {
  const { key_id: id } = Params.parse(params)
  const key = keys.find((one) => one.id === id)
  if (key === undefined) throw standardError(404, `No such API key: ${id}`, { code: 'not_found' })
  return key
}

function redacted(value: string): string {
  return `${value.slice(0, value.startsWith('sk-admin-') ? 12 : 10)}**********${value.slice(-4)}`
}

function apiKeyBody(key: ApiKey, last_used_at: number | null) {
  const created_at = Math.floor(key.createdAt / SECOND)
  const { id, name, type } = key.owner
  const owner =
    type === 'user'
      ? {
          type,
          user: { id, name, email: `${hexadecimal(hashText(0, id), 6)}@hangang.example`, created_at, role: 'member' },
        }
      : { type, service_account: { id, name, created_at, role: 'member' } }
  return {
    object: 'organization.project.api_key' as const,
    id: key.id,
    name: key.name,
    redacted_value: redacted(key.value),
    created_at,
    last_used_at,
    owner_project_access: 'active' as const,
    owner,
  }
}

function adminKeyBody(key: AdminKey) {
  const created_at = Math.floor(key.createdAt / SECOND)
  return {
    object: 'organization.admin_api_key' as const,
    id: key.id,
    name: key.name,
    redacted_value: redacted(key.value),
    created_at,
    expires_at: null,
    last_used_at: null,
    owner: {
      type: 'user',
      object: 'organization.user',
      id: `user-${key.id.slice(4)}`,
      name: '박서연',
      created_at,
      role: 'owner',
    },
  }
}
