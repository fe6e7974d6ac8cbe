import { addDays, type CostDay } from '../platform/cost-day.ts'
import { medianDecimal } from '../platform/money.ts'
import { daySpend, type Figures } from './figures.ts'

/** Median of the same weekday over the four weeks before; null until there are at least two of them. */
export function usualDay(figures: Figures, day: CostDay): string | null {
  const sameWeekday = [7, 14, 21, 28].map((back) => daySpend(figures, addDays(day, -back)).amount)
  const known = sameWeekday.filter((amount) => amount !== null)
  return known.length < 2 ? null : medianDecimal(known)
}
