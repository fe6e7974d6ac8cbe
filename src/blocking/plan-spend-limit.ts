import type { CostDay } from '../platform/cost-day.ts'
import type { Grade } from './block.ts'
import { type Decision, decide, type Hold, type Limit } from './limit.ts'

export const SPEND_LIMIT = 'spend-limit'
export const SPEND_FIELD = 'threshold_amount'

/**
 * The spend limit that stops: what is already spent this month, in whole cents, at least one. It opens again with each
 * month, and nothing is spent then yet: one cent. Slowing needs none.
 */
export function wantedCents(input: {
  grade: Grade | null
  hold: Hold | null
  month: CostDay
  /** Null: not known, which must not leave anything open. */
  spentCents: number | null
}): number | undefined {
  const { grade, hold, month, spentCents } = input
  if (grade !== 'stop') return undefined
  const chosen = hold?.written.at(-1)
  if (hold && chosen !== undefined) return hold.month === month ? chosen : 1
  return Math.max(1, spentCents ?? 1)
}

export function planSpendLimit(present: Limit, hold: Hold | null, wanted: number | undefined): Decision {
  return decide(present, hold, wanted)
}
