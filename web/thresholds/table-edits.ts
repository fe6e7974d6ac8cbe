import type { Period, ThresholdTableRow } from '../../src/thresholds/api.ts'
import { cleanLimit } from './draft.ts'

/** What was typed, by project and period; what is not in it is as the server has it. */
export type Edits = ReadonlyMap<string, string>
export type Change = { projectId: string; period: Period; limit: string | null }

export const PERIODS: readonly Period[] = ['day', 'week']

export function keyOf(projectId: string, period: Period): string {
  return `${projectId} ${period}`
}

export function savedLimit(row: ThresholdTableRow, period: Period): string {
  return row[period]?.limit.amount ?? ''
}

export function shownLimit(row: ThresholdTableRow, period: Period, edits: Edits): string {
  return edits.get(keyOf(row.projectId, period)) ?? savedLimit(row, period)
}

export function changesOf(rows: readonly ThresholdTableRow[], edits: Edits): Change[] {
  return rows.flatMap((row) =>
    PERIODS.flatMap((period) => {
      const typed = edits.get(keyOf(row.projectId, period))
      if (typed === undefined) return []
      const limit = cleanLimit(typed)
      if (limit === savedLimit(row, period)) return []
      return [{ projectId: row.projectId, period, limit: limit === '' ? null : limit }]
    }),
  )
}

/** Empty daily limits get what is suggested for them; what somebody typed stays. */
export function withSuggestions(rows: readonly ThresholdTableRow[], edits: Edits): { edits: Edits; count: number } {
  const filled = new Map(edits)
  for (const row of rows) {
    if (row.suggestedDay && shownLimit(row, 'day', edits) === '') {
      filled.set(keyOf(row.projectId, 'day'), row.suggestedDay.limit.amount)
    }
  }
  return { edits: filled, count: filled.size - edits.size }
}
