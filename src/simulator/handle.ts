import type { CostDay } from '../platform/cost-day.ts'
import type { Faults } from './faults.ts'
import type { Interruption } from './interruptions.ts'
import type { SimulatorKeys } from './keys.ts'
import type { LimitChange, LimitState, RunawayStart } from './outside-changes.ts'
import type { SpendLimit } from './spend-limits.ts'
import type { TruthRow } from './truth.ts'

export type SimulatedProject = {
  readonly id: string
  readonly name: string
  readonly isArchived: boolean
  readonly createdAt: Date
  readonly apiKeys: readonly { readonly id: string; readonly value: string }[]
}

export type SimulatedLimits = {
  readonly spendLimits: readonly { readonly projectId: string | null; readonly limit: SpendLimit }[]
  /** Every span in which something was or is refused; `to` is infinite while it lasts. */
  readonly interruptions: readonly Interruption[]
}

/** Organizations count from 0. */
export type Simulator = {
  readonly keys: SimulatorKeys
  readonly faults: Faults
  readonly truth: {
    /** What the costs endpoint answers now, both days included. */
    costs(range: { from: CostDay; to: CostDay; organization?: number }): TruthRow[]
    total(from: CostDay, to: CostDay, organization?: number): string
  }
  projects(organization?: number): SimulatedProject[]
  limits(organization?: number): SimulatedLimits
  /** The limits of one project as its admin page shows them now. */
  limitState(projectId: string, organization?: number): LimitState
  /** Somebody else changes limits. */
  changeLimits(change: LimitChange, organization?: number): LimitState
  /** A retry loop begins in one more project; answers when. */
  startRunaway(start: RunawayStart, organization?: number): Date
  /** Somebody repairs the program: its loops end now. Answers with how many. */
  endRunaways(projectId: string, organization?: number): number
  /** Exact dollars by the price list, of everything that really happened; not what is visible or billed by now. */
  spent(projectId: string, from: Date, to: Date, organization?: number): string
  now(): Date
  advance(seconds: number): void
  listen(port?: number, host?: string): Promise<{ url: string; port: number }>
  close(): Promise<void>
}
