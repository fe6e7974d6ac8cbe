import { addDays, type CostDay } from '../platform/cost-day.ts'
import { addDecimals, compareDecimals, halfOf, medianDecimal, ZERO } from '../platform/money.ts'
import type { DayUse, UsageLine, UsualDay } from './cause.ts'

export const USUAL_REACH_DAYS = 28
const WEEKS_BACK = [7, 14, 21, 28] as const
const FEWEST_SAME_WEEKDAYS = 2

/** A day whose spend is known: zero is known as well. */
export type KnownDay = { day: CostDay; spend: string }

export type UsualSpend = {
  from: UsualDay['from']
  days: readonly CostDay[]
  spend: string
  middle: readonly KnownDay[]
}

/** The same weekdays of the last four weeks, or all of the last 28 days where fewer than two of those are known. */
export function usualSpendOf(known: readonly KnownDay[], day: CostDay): UsualSpend | null {
  const sameWeekdays: readonly CostDay[] = WEEKS_BACK.map((back) => addDays(day, -back))
  const reach = known.filter((one) => one.day < day && one.day >= addDays(day, -USUAL_REACH_DAYS))
  const same = reach.filter((one) => sameWeekdays.includes(one.day))
  return same.length >= FEWEST_SAME_WEEKDAYS ? middleOf('same-weekdays', same) : middleOf('last-days', reach)
}

function middleOf(from: UsualDay['from'], days: readonly KnownDay[]): UsualSpend | null {
  const spend = medianDecimal(days.map((one) => one.spend))
  if (spend === null) return null
  const sorted = days.toSorted(
    (left, right) => compareDecimals(left.spend, right.spend) || right.day.localeCompare(left.day),
  )
  const places = new Set([Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)])
  const middle = sorted.filter((_day, place) => places.has(place))
  return { from, days: days.map((one) => one.day).toSorted(), spend, middle }
}

/** One middle day as it was, or two that count half each. Usage is known only where it is known of both. */
export function usualUse({ middle }: UsualDay): DayUse {
  const [only, ...more] = middle
  if (!only) return { spend: ZERO, lines: null }
  if (more.length === 0) return only
  const spend = halfOf(addDecimals(ZERO, ...middle.map((day) => day.spend)))
  const lines: UsageLine[] = []
  for (const day of middle) {
    if (!day.lines) return { spend, lines: null }
    lines.push(...day.lines.map(halved))
  }
  return { spend, lines }
}

function halved(line: UsageLine): UsageLine {
  const { calls, tokens, cost } = line
  return {
    ...line,
    calls: calls === null ? null : halfOf(calls),
    tokens: tokens === null ? null : halfOf(tokens),
    cost: halfOf(cost),
  }
}
