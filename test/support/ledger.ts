import { createLedger, type LedgerDeps } from '../../src/ledger/index.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { databaseTime } from '../../src/platform/db/database-time.ts'
import { PriceTable } from '../../src/pricing/index.ts'
import { keptPrices } from '../../src/pricing/kept-prices.ts'

const listPrices = new PriceTable(keptPrices, [])

/** A ledger by itself, which prices by the kept list and tells nobody. */
export function createTestLedger(database: Database, deps: Partial<LedgerDeps> = {}) {
  return createLedger({
    database,
    pricing: { table: async () => listPrices },
    now: databaseTime,
    onSpendChanged: async () => {},
    ...deps,
  })
}
