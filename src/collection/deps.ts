import type { Ledger } from '../ledger/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Logger } from '../platform/log.ts'
import type { CostsSource } from './collection.ts'
import type { KeyDesk } from './key-desk.ts'

export type CollectionsDeps = {
  database: Database
  clock: Clock
  log: Logger
  ledger: Ledger
  source: CostsSource
  keys: KeyDesk
  /** The database's clock: what orders readings must not depend on whose process made them. */
  sharedNow(): Promise<Date>
}
