import { Readable } from 'node:stream'
import { type CostDay, daysBetween } from '../platform/cost-day.ts'
import { csvWriter } from '../platform/csv.ts'
import type { Db } from '../platform/db/database.ts'
import { exportDay } from './store/bill.ts'

const COLUMNS = [
  'cost_day',
  'team',
  'project',
  'provider_project_id',
  'provider_project_name',
  'line_item',
  'currency',
  'amount',
  'basis',
]

/**
 * The bill line by line as CSV, day after day, so that years do not fill the memory. Starts with a byte order mark for
 * Excel; texts that a spreadsheet would run as a formula are escaped. Amounts are exact decimals.
 */
export function exportCosts(
  db: Db,
  wanted: { from: CostDay; to: CostDay; today: CostDay; teamIds: readonly string[] | null },
): Readable {
  async function* rows() {
    for (const day of daysBetween(wanted.from, wanted.to)) yield* await exportDay(db, { ...wanted, day })
  }
  // A credit is a negative number and must stay one; only texts are guarded.
  const csv = csvWriter(COLUMNS, ['amount'])
  return Readable.from(rows())
    .on('error', (error) => csv.destroy(error))
    .pipe(csv)
}
