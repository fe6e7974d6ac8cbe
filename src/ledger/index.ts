import type { CostDay } from '../platform/cost-day.ts'
import type { Database, Tx } from '../platform/db/database.ts'
import { type AppliedReading, applyReading } from './apply-reading.ts'
import type { BilledReading } from './reading.ts'
import { countReadDays, firstOpenDay } from './store/days.ts'
import { deleteReadings } from './store/drop.ts'
import { findCollected } from './store/names.ts'
import { lockLedger, projectsOf, sumProjects } from './store/sums.ts'

export { type AppliedReading, OrganizationJoined } from './apply-reading.ts'
export type { BilledReading, BilledRow } from './reading.ts'

export type AttributionChange = {
  organizationId: string
  externalIds: readonly string[]
  projectIds: readonly string[]
}

export type Ledger = ReturnType<typeof createLedger>

export function createLedger(deps: { database: Database }) {
  return {
    applyReading: (reading: BilledReading): Promise<AppliedReading> => applyReading(deps.database, reading),

    /** Where reading again has to start: everything before is settled. Null: nothing was ever read. */
    firstOpenDay: (organizationId: string, today: CostDay): Promise<CostDay | null> =>
      firstOpenDay(deps.database.db, organizationId, today),

    countReadDays: (organizationId: string): Promise<number> => countReadDays(deps.database.db, organizationId),

    /** Of these ids, those that a bill has named already. */
    findCollected,

    /** Takes everything of an organization out again, since the same is booked on another row. */
    async dropOrganization(tx: Tx, organizationId: string): Promise<void> {
      await lockLedger(tx)
      const projectIds = await projectsOf(tx, organizationId, null)
      await deleteReadings(tx, organizationId)
      await sumProjects(tx, projectIds, null)
    },

    /** To be called in the transaction that binds, unbinds or moves: the sums follow at once or not at all. */
    async attributionChanged(tx: Tx, change: AttributionChange): Promise<void> {
      await lockLedger(tx)
      const holders = await projectsOf(tx, change.organizationId, change.externalIds)
      await sumProjects(tx, [...new Set([...holders, ...change.projectIds])], null)
    },
  }
}
