import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'
import type { ThresholdEvents } from './threshold.ts'

export type ThresholdsDeps = ThresholdEvents & {
  db: Db
  clock: Clock
  /** The clock that all processes share. */
  sharedNow(): Promise<Date>
  /** Told after the commit of a verb that may have crossed or eased something: messages and blocks need not wait. */
  onCommitted?(): void
}
