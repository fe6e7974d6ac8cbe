import { addDays, type CostDay, daysBetween } from '../platform/cost-day.ts'
import {
  addDecimals,
  compareDecimals,
  isPositive,
  medianDecimal,
  multiplyDecimals,
  roundUpKindly,
} from '../platform/money.ts'
import { earlier, type Period, startOfPeriod } from './periods.ts'

/** A day that was not read is not in it; one on which nothing was spent is, with '0'. */
export type KnownDays = ReadonlyMap<CostDay, string>
export type Suggestion = { usual: string; limit: string }

export const WEEKS_BACK = 4
const KNOWN_DAYS_NEEDED = 7
const FACTOR = '2'
const LEAST = '1'

/** Twice the usual day or week, rounded up to a number that people like. Null: too little is known, or nothing is spent. */
export function suggestLimit(period: Period, days: KnownDays, today: CostDay): Suggestion | null {
  const recent = daysBetween(addDays(today, -WEEKS_BACK * 7), addDays(today, -1)).map((day) => days.get(day))
  const known = recent.filter((amount) => amount !== undefined)
  if (known.length < KNOWN_DAYS_NEEDED) return null
  const usual = medianDecimal(period === 'day' ? known : wholeWeeks(days, today))
  if (usual === null || !isPositive(usual)) return null
  const limit = roundUpKindly(multiplyDecimals(usual, FACTOR))
  return { usual, limit: compareDecimals(limit, LEAST) < 0 ? LEAST : limit }
}

function wholeWeeks(days: KnownDays, today: CostDay): string[] {
  const thisWeek = startOfPeriod('week', today)
  const starts = Array.from({ length: WEEKS_BACK }, (_week, back) => earlier('week', thisWeek, back + 1))
  return starts.flatMap((start) => {
    const amounts = daysBetween(start, addDays(start, 6)).map((day) => days.get(day))
    const known = amounts.filter((amount) => amount !== undefined)
    return known.length === amounts.length ? [addDecimals(...known)] : []
  })
}
