import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'
import type { ThresholdEvents } from './threshold.ts'

export type ThresholdsDeps = ThresholdEvents & {
  db: Db
  clock: Clock
  /** The clock that all processes share, asked inside a transaction where one is given. */
  sharedNow(on?: Db): Promise<Date>
}
