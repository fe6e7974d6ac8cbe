import { usualSpendOf } from '../causes/index.ts'
import { addDays, type CostDay, daysBetween } from '../platform/cost-day.ts'
import { changeRatio } from '../platform/money.ts'
import type { Freshness, Today } from './api.ts'
import { asMoney, daySpend, type Figures } from './figures.ts'

const USUAL_REACH_DAYS = 28

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

/** What such a day costs by the days that are known before it: the measure by which causes are told as well. */
export function usualDay(figures: Figures, day: CostDay): string | null {
  const before = daysBetween(addDays(day, -USUAL_REACH_DAYS), addDays(day, -1))
  const known = before.flatMap((one) => {
    const { amount } = daySpend(figures, one)
    return amount === null ? [] : [{ day: one, spend: amount }]
  })
  return usualSpendOf(known, day)?.spend ?? null
}
