import { addDays, type CostDay } from '../platform/cost-day.ts'
import { changeRatio, medianDecimal } from '../platform/money.ts'
import type { Freshness, Today } from './api.ts'
import { asMoney, daySpend, type Figures } from './figures.ts'

const WEEKS_BACK = [7, 14, 21, 28]

/** What today has cost so far, how old that is, and what such a day costs when nothing is wrong. */
export function todayOf(figures: Figures, day: CostDay, freshness: Freshness): Today {
  const { amount, basis } = daySpend(figures, day)
  const usual = usualDay(figures, day)
  return {
    day,
    amount: asMoney(amount),
    basis,
    readAt: amount === null ? null : freshness.estimatedAt,
    usualDay: asMoney(usual),
    change: amount === null || usual === null ? null : changeRatio(usual, amount),
    isPartial: amount !== null && !figures.readings.get(day)?.isComplete,
  }
}

/** Median of the same weekday over the four weeks before; null until there are at least two of them. */
export function usualDay(figures: Figures, day: CostDay): string | null {
  const sameWeekday = WEEKS_BACK.map((back) => daySpend(figures, addDays(day, -back)).amount)
  const known = sameWeekday.filter((amount) => amount !== null)
  return known.length < 2 ? null : medianDecimal(known)
}
