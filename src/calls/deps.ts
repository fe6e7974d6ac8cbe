import type { Metered } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Db, Tx } from '../platform/db/database.ts'
import type { PriceTable } from '../pricing/index.ts'
import type { RecordAnswer } from './call.ts'

export type CallsDeps = {
  database: Database
  clock: Clock
  /** The clock that all processes share. */
  sharedNow(on?: Db): Promise<Date>
  pricing: { table(db: Db): Promise<PriceTable> }
  /** In the transaction that writes the calls, after everything else that it writes: it holds the ledger's lock. */
  ledger: { applyMetered(tx: Tx, metered: readonly Metered[]): Promise<void> }
  /** How long a call is kept. */
  keptDays: number
}

/** What somebody else has to do with the calls in their own transaction. */
export type Alongside = (tx: Tx, answers: readonly RecordAnswer[]) => Promise<void>
