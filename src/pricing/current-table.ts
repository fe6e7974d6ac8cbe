import type { Db } from '../platform/db/database.ts'
import { keptPrices } from './kept-prices.ts'
import { PriceTable } from './price-table.ts'
import { liveOverrides, priceRevision } from './store/overrides.ts'

export type CurrentTable = (db: Db) => Promise<PriceTable>

/** The price table as the database (or the transaction) that is handed in sees it; built anew only after a change. */
export function currentTable(): CurrentTable {
  let known: { revision: string; table: PriceTable } | null = null
  return async (db) => {
    const revision = await priceRevision(db)
    if (known?.revision === revision) return known.table
    const table = new PriceTable(keptPrices, await liveOverrides(db))
    // Read again: a price that was committed between the two queries would be kept under the revision before it.
    if ((await priceRevision(db)) === revision) known = { revision, table }
    return table
  }
}
