import { stringify } from 'csv-stringify/sync'
import { guardFormula } from '../../platform/csv.ts'
import type { CompareRow } from './api.ts'

const COLUMNS = [
  'project',
  'team',
  'currency',
  'spend_7d',
  'spend_previous_7d',
  'calls',
  'unpriced_calls',
  'attempts',
  'successes',
  'success_rate',
  'cost_per_success',
  'cost_per_success_previous',
  'successes_per_dollar',
  'successes_per_dollar_previous',
  'feedback_0_1',
  'feedback_count',
  'explained_share',
  'enough_data',
] as const
type Column = (typeof COLUMNS)[number]

/**
 * The comparison as a file: a byte order mark for Excel, exact decimals, an empty cell where nothing is known, and texts
 * that a spreadsheet would run as a formula escaped.
 */
export function compareCsv(rows: readonly CompareRow[]): string {
  return stringify(rows.map(lineOf), { header: true, bom: true, columns: [...COLUMNS] })
}

function lineOf(row: CompareRow): Record<Column, string> {
  return {
    project: guardFormula(row.name),
    team: guardFormula(row.teamName),
    currency: 'USD',
    spend_7d: row.spend?.amount ?? '',
    spend_previous_7d: row.previousSpend?.amount ?? '',
    calls: String(row.calls),
    unpriced_calls: String(row.unpricedCalls),
    attempts: text(row.attempts),
    successes: text(row.successes),
    success_rate: text(row.rate),
    cost_per_success: row.costPerSuccess.now?.amount ?? '',
    cost_per_success_previous: row.costPerSuccess.previous?.amount ?? '',
    successes_per_dollar: row.successesPerDollar.now ?? '',
    successes_per_dollar_previous: row.successesPerDollar.previous ?? '',
    feedback_0_1: text(row.feedback),
    feedback_count: String(row.feedbackCount),
    explained_share: text(row.explained.share),
    enough_data: row.lack ?? 'yes',
  }
}

function text(value: number | null): string {
  return value === null ? '' : String(value)
}
