import type { CostDay } from '../platform/cost-day.ts'
import type { Db } from '../platform/db/database.ts'
import { addDecimals } from '../platform/money.ts'
import type { Unpriced } from './api.ts'
import type { Reach } from './store/readings.ts'
import { unpricedUsage } from './store/unpriced.ts'

/** What the amounts of these days leave out because nobody knows its price; null: nothing. */
export async function unpricedOf(db: Db, reach: Reach, span: { from: CostDay; to: CostDay }): Promise<Unpriced | null> {
  const rows = await unpricedUsage(db, reach, span)
  if (rows.length === 0) return null
  return {
    tokens: addDecimals('0', ...rows.map((row) => row.tokens)),
    models: [...new Set(rows.map((row) => row.name))].toSorted(),
    days: [...new Set(rows.map((row) => row.day))].toSorted(),
  }
}
