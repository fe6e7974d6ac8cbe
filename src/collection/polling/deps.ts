import type { Ledger } from '../../ledger/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Logger } from '../../platform/log.ts'
import type { KeyDesk } from '../key-desk.ts'
import type { Round, UsageSource } from './poll.ts'

export type PollsDeps = {
  database: Database
  clock: Clock
  log: Logger
  ledger: Ledger
  source: UsageSource
  keys: KeyDesk
  /** The database's clock: what orders readings must not depend on whose process made them. */
  sharedNow(): Promise<Date>
  /** Projects near a limit: their organizations are asked more often. */
  hotProjects(): Promise<ReadonlySet<string>>
  /** Seconds between two rounds of an organization that is not near a limit. */
  intervalSeconds: number
  /** After a round whose readings are committed. */
  onPolled?(round: Round): void
}
