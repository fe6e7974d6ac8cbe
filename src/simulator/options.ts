import { type Clock, systemClock } from '../platform/clock.ts'
import type { AmountStyle } from './amount.ts'
import type { Scenario } from './billing.ts'
import type { LoopFigures } from './runaway.ts'

export type SimulatorOptions = {
  seed?: number | undefined
  scenario?: Scenario | undefined
  clock?: Clock | undefined
  /** Simulated seconds per second of the clock. */
  speed?: number | undefined
  /** Simulated instant at creation; the clock's own by default. */
  startAt?: Date | undefined
  projectCount?: number | undefined
  /** Exactly so many billed lines per project and day, for benchmarks; a natural mix when left out. */
  lineItemsPerProject?: number | undefined
  historyDays?: number | undefined
  /** `runaway` only: when the retry loop begins, counted from the start. */
  runawayAfterSeconds?: number | undefined
  /** `runaway` only: name or id of the project, in the first organization; its first project by default. */
  runawayProject?: string | undefined
  runawayLoop?: LoopFigures | undefined
  /** How long a limit, a deleted key or an archived project takes to bite, and a lifted limit to let go. */
  limitDelaySeconds?: number | undefined
  organizations?: number | undefined
  /** At most so many buckets per page, whatever `limit` asks. */
  pageSize?: number | undefined
  amountStyle?: AmountStyle | undefined
  /** How late generated use becomes visible; calls through the inference endpoints are visible at once. */
  usageLagSeconds?: number | undefined
  /**
   * How much of it becomes visible at once: a minute by default, several minutes for an organization whose usage comes in
   * lumps (each kind of use at moments of its own), less for a demo.
   */
  usageStepSeconds?: number | undefined
  /** Whether one project calls a model that is so new that no price list knows it. */
  hasNewModel?: boolean | undefined
  /** The admin API's own limit, per key and endpoint, in time of the clock; none by default. */
  adminRequestsPerMinute?: number | undefined
  /** Whether that limit's 429 says when to come back. */
  adminRetryAfter?: boolean | undefined
}

export function withDefaults(options: SimulatorOptions) {
  return {
    seed: options.seed ?? 1,
    scenario: options.scenario ?? 'steady',
    clock: options.clock ?? systemClock,
    speed: options.speed ?? 1,
    startAt: options.startAt,
    projectCount: options.projectCount ?? 8,
    lineItemsPerProject: options.lineItemsPerProject,
    historyDays: options.historyDays ?? 180,
    runawayAfterSeconds: options.runawayAfterSeconds ?? 60,
    runawayProject: options.runawayProject,
    runawayLoop: options.runawayLoop ?? {},
    limitDelaySeconds: options.limitDelaySeconds ?? 0,
    organizations: options.organizations ?? 1,
    pageSize: options.pageSize,
    amountStyle: options.amountStyle ?? 'mixed',
    usageLagSeconds: options.usageLagSeconds ?? 300,
    usageStepSeconds: options.usageStepSeconds ?? 60,
    hasNewModel: options.hasNewModel ?? false,
    adminRequestsPerMinute: options.adminRequestsPerMinute,
    adminRetryAfter: options.adminRetryAfter ?? true,
  } as const
}
