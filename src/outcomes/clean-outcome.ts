import { cleanText } from '../calls/index.ts'
import { DAY, HOUR } from '../platform/clock.ts'
import { addDays, type CostDay, costDayOf } from '../platform/cost-day.ts'
import { parseDecimal } from '../platform/money.ts'
import type { SingleInput, TotalInput } from './api.ts'
import { isOnScale } from './feedback.ts'
import type { Counters, Feedback, GivenSingle, GivenTotal, OutcomeRefusal } from './outcome.ts'

/** A clock that runs ahead by more than this is wrong. */
const AHEAD_MS = HOUR
/** What somebody enters by hand may be older than what is kept of single calls, but not older than any use of this product. */
const OLDEST_TOTAL_DAYS = 1_100

export type Times = { now: Date; keptDays: number }

export function cleanSingle(input: SingleInput, id: string, { now, keptDays }: Times): GivenSingle | OutcomeRefusal {
  const at = input.at ? new Date(input.at) : undefined
  if (at && at.getTime() > now.getTime() + AHEAD_MS) return 'outcome-in-the-future'
  if (at && at.getTime() < now.getTime() - keptDays * DAY) return 'outcome-too-old'
  const feedback = input.feedback ? feedbackOf(input.feedback) : undefined
  if (feedback === 'outcome-scale-invalid') return feedback
  return {
    manner: 'single',
    id,
    success: input.success,
    at,
    task: given(input.task),
    feedback,
    counters: input.counters ? cleanCounters(input.counters) : undefined,
    responseId: given(input.responseId),
    source: input.source ?? undefined,
  }
}

export function cleanTotal(input: TotalInput, { now }: Pick<Times, 'now'>): GivenTotal | OutcomeRefusal {
  const refusal = refusalOfDay(input.day, now)
  if (refusal) return refusal
  if (input.successes > input.attempts) return 'outcome-more-successes'
  const feedback = input.feedback ? feedbackOf(input.feedback) : undefined
  if (feedback === 'outcome-scale-invalid') return feedback
  return {
    manner: 'total',
    costDay: input.day,
    task: cleanText(input.task ?? null) ?? '',
    attempts: input.attempts,
    successes: input.successes,
    feedback: feedback && input.feedback ? { ...feedback, count: input.feedback.count } : undefined,
    counters: input.counters ? cleanCounters(input.counters) : undefined,
    source: input.source ?? undefined,
  }
}

export function refusalOfDay(day: CostDay, now: Date): OutcomeRefusal | null {
  const today = costDayOf(now)
  if (day > today) return 'outcome-in-the-future'
  return day < addDays(today, -OLDEST_TOTAL_DAYS) ? 'outcome-too-old' : null
}

export function given(text: string | null | undefined): string | undefined {
  return cleanText(text ?? null) ?? undefined
}

export function feedbackOf(input: { score: number; min: number; max: number }): Feedback | 'outcome-scale-invalid' {
  const { score, min, max } = input
  const feedback = { score: decimal(score), min: decimal(min), max: decimal(max) }
  return isOnScale(feedback) ? feedback : 'outcome-scale-invalid'
}

const decimal = (number: number): string => parseDecimal(String(number))

/** In the order of their names, so that the same ones are the same text. */
export function cleanCounters(counters: Readonly<Record<string, number>>): Counters {
  const clean = Object.entries(counters).flatMap(([name, count]) => {
    const known = cleanText(name)
    return known === null || known === '__proto__' ? [] : [[known, count] as const]
  })
  return Object.fromEntries(clean.toSorted(([left], [right]) => (left < right ? -1 : 1)))
}
