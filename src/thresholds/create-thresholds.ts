import type { Clock } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { evaluateSpend, type SpendChange } from './evaluate-spend.ts'
import { hotProjects } from './store/hot-projects.ts'
import type { ThresholdEvents } from './threshold.ts'

export type ThresholdsDeps = ThresholdEvents & {
  db: Db
  clock: Clock
  /** The clock that all processes share. */
  sharedNow(): Promise<Date>
}

export type Thresholds = ReturnType<typeof createThresholds>

export function createThresholds(deps: ThresholdsDeps) {
  const { db, sharedNow } = deps
  return {
    /** To be called in the transaction that changed the sums, after them. */
    async evaluateSpend(tx: Tx, change: SpendChange): Promise<void> {
      await evaluateSpend(tx, deps, change)
    },

    /** Projects at 80 % of a limit or more: their readings are worth asking for more often. */
    hotProjects: async (): Promise<ReadonlySet<string>> => hotProjects(db, await sharedNow()),
  }
}
