import { shareOfLimit } from '../thresholds/phase.ts'
import { words } from '../words/index.ts'
import type { Column, Limit } from './series.ts'

/** `한도 $500의 148%`; null where there is no limit or no amount to hold against it. */
export function ofLimit(column: Column, limit: Limit | null): string | null {
  if (!limit || column.total === null || Number(limit.amount) <= 0) return null
  return words.charts.ofLimit(limit.label, shareOfLimit(Math.max(0, Number(column.total) / Number(limit.amount))))
}
