import { type Clock, systemClock } from '../platform/clock.ts'
import type { AmountStyle } from './amount.ts'
import type { Scenario } from './billing.ts'

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
  /** `runaway` only: when the retry loop in the first project begins, counted from the start. */
  runawayAfterSeconds?: number | undefined
  /** How long a limit, a deleted key or an archived project takes to bite, and a lifted limit to let go. */
  limitDelaySeconds?: number | undefined
  organizations?: number | undefined
  /** At most so many buckets per page, whatever `limit` asks. */
  pageSize?: number | undefined
  amountStyle?: AmountStyle | undefined
  /** How late generated use becomes visible; calls through the inference endpoints are visible at once. */
  usageLagSeconds?: number | undefined
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
    limitDelaySeconds: options.limitDelaySeconds ?? 0,
    organizations: options.organizations ?? 1,
    pageSize: options.pageSize,
    amountStyle: options.amountStyle ?? 'mixed',
    usageLagSeconds: options.usageLagSeconds ?? 300,
    adminRequestsPerMinute: options.adminRequestsPerMinute,
    adminRetryAfter: options.adminRetryAfter ?? true,
  } as const
}
