import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Admin } from './access.ts'
import { standardError } from './api-error.ts'
import { parseBody } from './body.ts'
import type { IsForgotten } from './fault-hook.ts'
import { idPage } from './id-page.ts'
import { activeProjectOf, projectOf } from './project-routes.ts'
import { queryOf } from './query.ts'
import type { Scope, SpendLimit } from './spend-limits.ts'
import type { World } from './world.ts'

const figure = z.int().optional()
const Changes = z.object({
  max_requests_per_1_minute: figure,
  max_tokens_per_1_minute: figure,
  max_images_per_1_minute: figure,
  max_audio_megabytes_per_1_minute: figure,
  max_requests_per_1_day: figure,
  batch_1_day_max_input_tokens: figure,
})
const RowParams = z.object({ rate_limit_id: z.string() })
const SpendBody = z.object({
  threshold_amount: z.int().min(1),
  currency: z.literal('USD'),
  interval: z.literal('month'),
})

const PROJECT = '/organization/projects/:project_id'

export function registerLimits(app: FastifyInstance, admin: Admin, isForgotten: IsForgotten): void {
  app.get(`${PROJECT}/rate_limits`, async (request) => {
    const world = admin.read(request)
    const rows = world.rateLimits.rows(projectOf(world, request.params).id)
    return idPage(rows, queryOf(request.query), { fallback: 100, max: 1000 })
  })

  app.post(`${PROJECT}/rate_limits/:rate_limit_id`, async (request) => {
    const world = admin.write(request)
    const project = activeProjectOf(world, request.params)
    return world.rateLimits.update(
      project.id,
      RowParams.parse(request.params).rate_limit_id,
      parseBody(Changes, request),
      !isForgotten(request),
    )
  })

  registerSpendLimit(
    app,
    admin,
    isForgotten,
    `${PROJECT}/spend_limit`,
    'project',
    (world, request) => projectOf(world, request.params).id,
  )
  registerSpendLimit(app, admin, isForgotten, '/organization/spend_limit', 'organization', () => null)
}

function registerSpendLimit(
  app: FastifyInstance,
  admin: Admin,
  isForgotten: IsForgotten,
  path: string,
  owner: 'project' | 'organization',
  scopeOf: (world: World, request: FastifyRequest) => Scope,
): void {
  const answer = (limit: SpendLimit) => ({
    object: `${owner}.spend_limit`,
    threshold_amount: limit.thresholdCents,
    currency: 'USD' as const,
    interval: 'month' as const,
    enforcement: { status: limit.isEnforcing ? 'enforcing' : 'inactive' },
  })
  const limitOf = (world: World, scope: Scope) => {
    const limit = world.spendLimits.get(scope)
    if (limit !== undefined) return limit
    throw standardError(404, `No spend limit is set for this ${owner}.`, { code: 'spend_limit_not_found' })
  }

  app.get(path, async (request) => {
    const world = admin.read(request)
    return answer(limitOf(world, scopeOf(world, request)))
  })

  app.post(path, async (request) => {
    const world = admin.write(request)
    const scope = scopeOf(world, request)
    const thresholdCents = parseBody(SpendBody, request).threshold_amount
    if (isForgotten(request)) return answer({ thresholdCents, isEnforcing: false })
    world.spendLimits.set(scope, thresholdCents)
    return answer(limitOf(world, scope))
  })

  app.delete(path, async (request) => {
    const world = admin.write(request)
    const scope = scopeOf(world, request)
    limitOf(world, scope)
    if (!isForgotten(request)) world.spendLimits.remove(scope)
    return { object: `${owner}.spend_limit.deleted`, deleted: true }
  })
}
