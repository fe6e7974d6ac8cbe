import { SECOND } from '../platform/clock.ts'
import { type Billing, createBilling, type Scenario } from './billing.ts'
import { type CallLedger, createCallLedger } from './calls.ts'
import { createInterruptions, type Interruptions } from './interruptions.ts'
import { createOrganization, type Organization, type OrganizationOptions, type Project } from './organization.ts'
import { createRateLimits, type RateLimits } from './rate-limits.ts'
import { runawayStream } from './runaway.ts'
import { createSpendLimits, type SpendLimits } from './spend-limits.ts'
import type { Stream } from './stream.ts'
import type { Timeline } from './timeline.ts'

/** One organization and everything that happens in it. */
export type World = {
  readonly index: number
  readonly organization: Organization
  readonly interruptions: Interruptions
  readonly calls: CallLedger
  readonly billing: Billing
  readonly spendLimits: SpendLimits
  readonly rateLimits: RateLimits
  now(): number
  /** Generated, runaway and recorded use, in a stable order. */
  streams(): readonly Stream[]
}

export type WorldOptions = Omit<OrganizationOptions, 'startedAt'> & {
  readonly timeline: Timeline
  readonly scenario: Scenario
  readonly runawayAfterSeconds: number
  readonly limitDelaySeconds: number
}

export function createWorld(options: WorldOptions): World {
  const { timeline, scenario } = options
  const organization = createOrganization({ ...options, startedAt: timeline.startedAt })
  const interruptions = createInterruptions()
  const calls = createCallLedger(organization.seed)
  const limiting = { now: timeline.now, delaySeconds: options.limitDelaySeconds, interruptions }
  const rateLimits = createRateLimits(limiting)
  const victim = scenario === 'runaway' && options.index === 0 ? organization.projects[0] : undefined
  const startsAt = timeline.startedAt + options.runawayAfterSeconds * SECOND
  const generated = [
    ...organization.projects.flatMap((project) => project.streams),
    ...organization.streams,
    ...(victim === undefined ? [] : [runawayStream(victim, startsAt, (family) => rateLimits.paces(victim.id, family))]),
  ]
  const streams = () => [...generated, ...calls.streams()]
  return {
    index: options.index,
    organization,
    interruptions,
    calls,
    billing: createBilling(scenario, interruptions),
    spendLimits: createSpendLimits({ ...limiting, streams }),
    rateLimits,
    now: timeline.now,
    streams,
  }
}

export function findProject(world: World, id: string): Project | undefined {
  return world.organization.projects.find((project) => project.id === id)
}
