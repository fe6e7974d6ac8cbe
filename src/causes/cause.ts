import type { CostDay } from '../platform/cost-day.ts'

/** What one series used on one cost day. Null: the provider did not say, or there is no price. */
export type UsageLine = {
  model: string | null
  keyId: string | null
  userId: string | null
  /** Whether this kind of use is counted in tokens (completions, embeddings, moderations). */
  hasTokens: boolean
  calls: string | null
  tokens: string | null
  cost: string
  /** Part of it has no price: the cost is a lower bound. */
  isUnpriced: boolean
}

/** The spend of a cost day as every page shows it, and the usage that explains it; null: no usage was read. */
export type DayUse = { spend: string; lines: readonly UsageLine[] | null }

/**
 * The day to compare with: of the known days the middle one by spend, or the two middle ones, which count half each.
 * So its spend is the median, and its calls, models, keys and users add up to it.
 */
export type UsualDay = { from: 'same-weekdays' | 'last-days'; days: readonly CostDay[]; middle: readonly DayUse[] }

export type PartName =
  | 'calls'
  | 'tokens'
  | 'price'
  /** Use of a day on which usually nothing is used. */
  | 'new-use'
  /** Images, audio, storage, tools: what is not counted in tokens. */
  | 'other-use'
  /** What the bill knows and the usage does not, or the other way round. */
  | 'bill-gap'
  /** Calls or tokens are unknown. */
  | 'unexplained'

export type Part = { part: PartName; amount: string; ratio: number | null }

export type Growth = { calls: number; tokensPerCall: number; price: number; total: number }

export type Grown = { name: string | null; amount: string; share: number | null; now: string; usual: string | null }

/** Rows, the rest and the gap to the bill add up to the rise, or to the spend where there is nothing to compare with. */
export type Breakdown = { rows: readonly Grown[]; other: { count: number; amount: string } | null; gap: string | null }

/** How far the usage tells it: `full` explains the rise; the others explain the spend of the day as far as they can. */
export type Reach = 'full' | 'no-usual-day' | 'no-usual-usage' | 'no-usage'

export type Cause = {
  day: CostDay
  reach: Reach
  spend: string
  usual: string | null
  usualFrom: UsualDay['from'] | null
  usualDays: readonly CostDay[]
  rise: string | null
  calls: { now: string | null; usual: string | null }
  growth: Growth | null
  parts: readonly Part[]
  models: Breakdown
  keys: Breakdown
  users: Breakdown
  unpriced: readonly { model: string | null; calls: string | null; tokens: string | null }[]
}
