import { unguardFormula } from '../../platform/csv.ts'
import { Count, FeedbackInput } from '../api.ts'
import { cleanTotal } from '../clean-outcome.ts'
import type { Scale } from '../feedback.ts'
import { type GivenTotal, MOST_COUNTERS, type OutcomeRefusal } from '../outcome.ts'
import { readCount, readDay, readScore } from './cells.ts'
import type { Columns, Field } from './columns.ts'

export type LineRefusal =
  | OutcomeRefusal
  | 'outcome-line-broken'
  | 'outcome-line-repeated'
  | 'outcome-line-count-invalid'
  | 'outcome-line-score-invalid'
  | 'outcome-line-feedback-count'

/** `scale`: the project's own, where a line names none. */
export function readLine(
  cells: readonly string[],
  columns: Columns,
  { now, scale }: { now: Date; scale: Scale | null },
): GivenTotal | LineRefusal {
  const cell = (field: Field): string => (cells[columns.fields.get(field) ?? -1] ?? '').trim()
  const day = readDay(cell('day'))
  if (day === null) return 'outcome-day-invalid'
  const [attempts, successes] = [countIn(cell('attempts')), countIn(cell('successes'))]
  if (attempts === null || successes === null) return 'outcome-line-count-invalid'
  const counters: Record<string, number> = {}
  for (const { name, place } of columns.counters) {
    const text = (cells[place] ?? '').trim()
    if (text === '') continue
    const count = countIn(text)
    if (count === null) return 'outcome-line-count-invalid'
    counters[name] = count
  }
  if (Object.keys(counters).length > MOST_COUNTERS) return 'outcome-too-many-counters'
  const feedback = readFeedback(cell, scale)
  if (typeof feedback === 'string') return feedback
  const task = unguardFormula(cell('task'))
  return cleanTotal({ day, task, attempts, successes, feedback, counters }, { now })
}

function countIn(text: string): number | null {
  const count = readCount(text)
  return count !== null && Count.safeParse(count).success ? count : null
}

/** Without a score, whatever the scale columns hold means nothing. */
function readFeedback(cell: (field: Field) => string, scale: Scale | null) {
  if (cell('score') === '') return undefined
  const count = countIn(cell('count'))
  if (count === null || count === 0) return 'outcome-line-feedback-count'
  const [min, max] = [cell('min') || scale?.min, cell('max') || scale?.max]
  if (min === undefined || max === undefined) return 'outcome-scale-missing'
  const parsed = FeedbackInput.safeParse({ score: readScore(cell('score')), min: readScore(min), max: readScore(max) })
  return parsed.success ? { ...parsed.data, count } : 'outcome-line-score-invalid'
}
