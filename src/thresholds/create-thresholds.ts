import type { Tx } from '../platform/db/database.ts'
import { createAcknowledgement } from './acknowledge.ts'
import type { ThresholdsDeps } from './deps.ts'
import { evaluateSpend, type SpendChange } from './evaluate-spend.ts'
import { createPauses } from './pause-threshold.ts'
import { createRaises } from './raise-threshold.ts'
import { createThresholdReader } from './read.ts'
import { createSettings } from './set-threshold.ts'
import { moveBreaches } from './store/breaches.ts'
import { lockThresholds } from './store/candidates.ts'
import { hotProjects } from './store/hot-projects.ts'
import { turnPeriods } from './turn-periods.ts'
import { watchReadings } from './watch-readings.ts'

export type Thresholds = ReturnType<typeof createThresholds>

export function createThresholds(deps: ThresholdsDeps) {
  const { db, sharedNow } = deps
  return {
    ...createThresholdReader(deps),
    ...createSettings(deps),
    ...createRaises(deps),
    ...createPauses(deps),
    acknowledge: createAcknowledgement(deps),

    /** To be called in the transaction that changed the sums, after them. */
    async evaluateSpend(tx: Tx, change: SpendChange): Promise<void> {
      await evaluateSpend(tx, deps, change)
    },

    /** Whoever owns the project now answers for what is open about it; what is over stays with whom it happened to. */
    async followProject(tx: Tx, moved: { projectId: string; teamId: string }): Promise<void> {
      await lockThresholds(tx)
      await moveBreaches(tx, moved)
    },

    /** Projects at 80 % of a limit or more: their readings are worth asking for more often. */
    hotProjects: async (): Promise<ReadonlySet<string>> => hotProjects(db, await sharedNow()),

    turnPeriods: () => turnPeriods(deps),
    watchReadings: () => watchReadings(deps),
  }
}
