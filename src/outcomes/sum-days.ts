import type { CostDay } from '../platform/cost-day.ts'
import { addDecimals, subtractDecimals } from '../platform/money.ts'
import { shareOfScale } from './feedback.ts'
import type { Single } from './outcome.ts'

export type DayKey = { task: string; costDay: CostDay }
export type DaySums = DayKey & {
  attempts: number
  successes: number
  feedbackSum: string
  feedbackCount: number
  counters: Record<string, number>
}
/** An outcome that came (1) or went (-1). */
export type Change = { single: Single; sign: 1 | -1 }

export const nameOfDay = ({ task, costDay }: DayKey): string => `${costDay} ${task}`

export function daysOf(changes: readonly Change[]): DayKey[] {
  const days = new Map(changes.map(({ single }) => [nameOfDay(single), { task: single.task, costDay: single.costDay }]))
  return [...days.values()]
}

/** What the days come to. Those with nothing left have no attempts. */
export function sumDays(known: readonly DaySums[], changes: readonly Change[]): DaySums[] {
  const days = new Map(known.map((day) => [nameOfDay(day), { ...day, counters: { ...day.counters } }]))
  for (const { single, sign } of changes) {
    const { task, costDay, success, feedback, counters } = single
    const name = nameOfDay(single)
    const day = days.get(name) ?? emptyDay({ task, costDay })
    days.set(name, day)
    day.attempts += sign
    day.successes += success ? sign : 0
    if (feedback !== null) {
      const share = shareOfScale(feedback)
      day.feedbackSum = sign === 1 ? addDecimals(day.feedbackSum, share) : subtractDecimals(day.feedbackSum, share)
      day.feedbackCount += sign
    }
    for (const [counter, count] of Object.entries(counters)) addTo(day.counters, counter, sign * count)
  }
  return [...days.values()]
}

function emptyDay(key: DayKey): DaySums {
  return { ...key, attempts: 0, successes: 0, feedbackSum: '0', feedbackCount: 0, counters: {} }
}

/** A counter that is back at nothing is as if it had never been there. */
function addTo(counters: Record<string, number>, name: string, count: number): void {
  const sum = (counters[name] ?? 0) + count
  if (sum === 0) delete counters[name]
  else counters[name] = sum
}
