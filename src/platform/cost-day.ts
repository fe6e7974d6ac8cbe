import { DAY } from './clock.ts'

/**
 * A cost day is one UTC day, named `YYYY-MM-DD`: 09:00 KST to 09:00 KST the next day.
 * Days are strings so that no time zone can shift them; arithmetic goes through UTC milliseconds.
 */
export type CostDay = string

const PATTERN = /^\d{4}-\d{2}-\d{2}$/

/** Outside of these a day has no four digits for its neighbours, or is none to PostgreSQL. */
const FIRST_DAY = '1970-01-01'
const LAST_DAY = '9998-12-31'

export function isCostDay(value: string): value is CostDay {
  if (value < FIRST_DAY || value > LAST_DAY) return false
  return PATTERN.test(value) && !Number.isNaN(Date.parse(value)) && costDayOf(new Date(value)) === value
}

export function costDayOf(instant: Date): CostDay {
  const day = Math.floor(instant.getTime() / DAY)
  if (day !== last.day) last = { day, name: instant.toISOString().slice(0, 10) }
  return last.name
}

/** Of a thousand instants in a row nearly all lie on one day. */
let last: { day: number; name: CostDay } = { day: 0, name: '1970-01-01' }

export function startOfDay(day: CostDay): Date {
  return new Date(`${day}T00:00:00.000Z`)
}

export function addDays(day: CostDay, days: number): CostDay {
  return costDayOf(new Date(startOfDay(day).getTime() + days * DAY))
}

/** Days from `from` up to `to`, both included. */
export function daysBetween(from: CostDay, to: CostDay): CostDay[] {
  const count = Math.max(0, countDays(from, to) + 1)
  return Array.from({ length: count }, (_day, place) => addDays(from, place))
}

/** How many days lie from `from` to `to`: 0 for the same day, negative when `to` is earlier. */
export function countDays(from: CostDay, to: CostDay): number {
  return Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / DAY)
}

export function startOfMonth(day: CostDay): CostDay {
  return `${day.slice(0, 7)}-01`
}

/** The same day of the month before, or that month's last day when it is shorter. */
export function sameDayLastMonth(day: CostDay): CostDay {
  const lastOfPrevious = addDays(startOfMonth(day), -1)
  const wanted = `${lastOfPrevious.slice(0, 7)}-${day.slice(8)}`
  return wanted > lastOfPrevious ? lastOfPrevious : wanted
}
