import { formatLongDay, formatUsd } from '../words/format.ts'
import { words } from '../words/index.ts'
import { ofLimit } from './of-limit.ts'
import type { Column, Limit } from './series.ts'

const MOST_PARTS = 4

/** What a screen reader hears for one day. */
export function readColumn(column: Column, marks: readonly string[] = [], limit: Limit | null = null): string {
  const day = formatLongDay(column.day)
  if (column.total === null) return [words.charts.readingUnknown(day), ...marks].join('. ')
  const whole = words.charts.reading(day, formatUsd(column.total), words.spend.basis[column.basis])
  const parts =
    column.parts.length < 2
      ? []
      : column.parts
          .filter((part) => part.amount !== null && Number(part.amount) !== 0)
          .toSorted((a, b) => Number(b.amount) - Number(a.amount))
          .slice(0, MOST_PARTS)
          .map((part) => words.charts.readingPart(part.series.name, formatUsd(part.amount ?? '0')))
  return [whole, ofLimit(column, limit), parts.join(', '), ...marks].filter(Boolean).join('. ')
}
