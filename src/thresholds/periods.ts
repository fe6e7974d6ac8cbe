import { addDays, type CostDay, costDayOf, countDays, startOfDay } from '../platform/cost-day.ts'

/** A cost day, or an ISO week from Monday 00:00 UTC. A period is named by its first day. */
export type Period = 'day' | 'week'
export type PeriodSpan = { period: Period; start: CostDay; last: CostDay }

export const PERIODS: readonly Period[] = ['day', 'week']
const LENGTH_DAYS: Record<Period, number> = { day: 1, week: 7 }
const A_MONDAY = '1970-01-05'

export function startOfPeriod(period: Period, day: CostDay): CostDay {
  if (period === 'day') return day
  const sinceMonday = countDays(A_MONDAY, day) % 7
  return addDays(day, -((sinceMonday + 7) % 7))
}

/** The instant at which the period ends and the next one begins. */
export function endOfPeriod(period: Period, start: CostDay): Date {
  return startOfDay(addDays(start, LENGTH_DAYS[period]))
}

export function lastDayOf(period: Period, start: CostDay): CostDay {
  return addDays(start, LENGTH_DAYS[period] - 1)
}

/** The first day of the period `count` periods before this one. */
export function earlier(period: Period, start: CostDay, count: number): CostDay {
  return addDays(start, -count * LENGTH_DAYS[period])
}

/** A bill is read again for two weeks; what changes later than that is history and alarms nobody. */
const LOOK_BACK_DAYS = 14

/** The periods that these days belong to and that are still worth judging, each once. `null`: all that are. */
export function periodsOf(days: readonly CostDay[] | null, at: Date): PeriodSpan[] {
  const today = costDayOf(at)
  const oldest = addDays(today, -LOOK_BACK_DAYS)
  const wanted = days ?? Array.from({ length: LOOK_BACK_DAYS + 1 }, (_day, back) => addDays(today, -back))
  const inReach = [...new Set(wanted)].filter((day) => day >= oldest && day <= today).sort()
  return PERIODS.flatMap((period) => {
    const starts = new Set(inReach.map((day) => startOfPeriod(period, day)))
    return [...starts].map((start) => ({ period, start, last: lastDayOf(period, start) }))
  })
}
