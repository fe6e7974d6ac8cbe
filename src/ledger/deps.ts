import type { CostDay } from '../platform/cost-day.ts'
import type { Database, Tx } from '../platform/db/database.ts'
import type { PriceTable } from '../pricing/index.ts'

export type SpendChange = {
  projectIds: readonly string[]
  days: readonly CostDay[]
  /** Now, by the clock that all processes share. */
  at: Date
  /** When the reading that changed it was asked for; now, where a person or a price did. */
  readingAt: Date
}

export type LedgerDeps = {
  database: Database
  pricing: { table(tx: Tx): Promise<PriceTable> }
  /** The clock that all processes share, asked over the transaction's own connection. */
  now(tx: Tx): Promise<Date>
  /** Called in the transaction that changed the sums, after them: what follows is committed with them or not at all. */
  onSpendChanged(tx: Tx, change: SpendChange): Promise<void>
  /** Called after the commit of a reading that told something: what was written down for the outside may leave now. */
  afterReading?(): void
}
