import { SECOND } from '../platform/clock.ts'
import { badRequest } from './api-error.ts'
import type { RateLimitRow } from './rate-limit-rows.ts'
import type { Changes } from './rate-limits.ts'
import type { LoopFigures } from './runaway.ts'
import { findProject, type World } from './world.ts'

/** What somebody else does at OpenAI while the product is not looking: another admin, a faulty program, OpenAI itself. */
export type LimitChange = {
  readonly projectId: string
  /** Null removes the limit. */
  readonly spendLimitCents?: number | null | undefined
  /** A model without a row gets one, as on the day on which OpenAI brings it out. */
  readonly rateLimits?: readonly ({ readonly model: string } & Changes)[] | undefined
  /** Rows that are as on the first day again; `true` for all of them. */
  readonly resetRateLimits?: true | readonly string[] | undefined
}

export type LimitState = {
  readonly projectId: string
  readonly spendLimitCents: number | null
  readonly rateLimits: readonly RateLimitRow[]
}

export type RunawayStart = {
  readonly projectId: string
  readonly afterSeconds?: number | undefined
  readonly loop?: LoopFigures | undefined
}

export function limitState(world: World, projectId: string): LimitState {
  requireProject(world, projectId)
  return {
    projectId,
    spendLimitCents: world.spendLimits.get(projectId)?.thresholdCents ?? null,
    rateLimits: world.rateLimits.rows(projectId),
  }
}

export function changeLimits(world: World, change: LimitChange): LimitState {
  const { projectId, spendLimitCents, rateLimits = [], resetRateLimits } = change
  requireProject(world, projectId)
  if (spendLimitCents === null) world.spendLimits.remove(projectId)
  else if (spendLimitCents !== undefined) world.spendLimits.set(projectId, spendLimitCents)
  if (resetRateLimits !== undefined) {
    world.rateLimits.reset(projectId, resetRateLimits === true ? undefined : resetRateLimits)
  }
  for (const { model, ...changes } of rateLimits) {
    world.rateLimits.add(projectId, model)
    world.rateLimits.update(projectId, `rl-${model}`, changes)
  }
  return limitState(world, projectId)
}

export function startRunaway(world: World, start: RunawayStart): Date {
  requireProject(world, start.projectId)
  const from = world.now() + (start.afterSeconds ?? 0) * SECOND
  world.startRunaway(start.projectId, from, start.loop ?? {})
  return new Date(from)
}

export function endRunaways(world: World, projectId: string): number {
  requireProject(world, projectId)
  return world.endRunaways(projectId)
}

function requireProject(world: World, projectId: string): void {
  if (findProject(world, projectId) === undefined) throw badRequest(`No such project: ${projectId}`, 'projectId')
}
