import { DAY } from '../platform/clock.ts'
import { addDays, type CostDay, costDayOf, daysBetween } from '../platform/cost-day.ts'
import type { Tx } from '../platform/db/database.ts'
import { applyMetered } from './apply-metered.ts'
import { type AppliedReading, applyReading } from './apply-reading.ts'
import { type AppliedUsage, applyUsage } from './apply-usage.ts'
import type { LedgerDeps } from './deps.ts'
import type { Metered } from './metered.ts'
import { type PricesChange, reprice } from './price-days.ts'
import type { BilledReading } from './reading.ts'
import { countReadDays, firstOpenDay } from './store/days.ts'
import { deleteReadings } from './store/drop.ts'
import { dropMeteredBefore } from './store/metered.ts'
import { dropMinutesBefore } from './store/minutes.ts'
import { findCollected } from './store/names.ts'
import { lockLedger, projectsOf, sumProjects } from './store/sums.ts'
import { type Watermark, watermarksOf } from './store/watermarks.ts'
import type { UsageReading } from './usage.ts'

export type { AppliedReading } from './apply-reading.ts'
export type { AppliedUsage } from './apply-usage.ts'
export type { LedgerDeps, SpendChange } from './deps.ts'
export type { Metered } from './metered.ts'
export { OrganizationJoined } from './organization-joined.ts'
export type { BilledReading, BilledRow } from './reading.ts'
export { callsSince, modelsInUse, type SeenCalls, spentAt } from './store/recent-use.ts'

export type { Watermark } from './store/watermarks.ts'
export {
  type BucketSpan,
  DAY_SPAN,
  HOUR_SPAN,
  MINUTE_SPAN,
  type SeriesKey,
  type UsageBucket,
  type UsageReading,
  type UsageRow,
} from './usage.ts'

export type AttributionChange = {
  organizationId: string
  externalIds: readonly string[]
  projectIds: readonly string[]
}

export type Ledger = ReturnType<typeof createLedger>

/** Minutes and hours serve the present day and its causes; what a day came to is kept for good. */
const MINUTES_KEPT_DAYS = 3
/** A binding may change years, of which only the running periods can still matter to anybody who acts. */
const RECENT_DAYS = 14

export function createLedger(deps: LedgerDeps) {
  async function tellRecent(tx: Tx, projectIds: readonly string[]): Promise<void> {
    if (projectIds.length === 0) return
    const at = await deps.now(tx)
    const today = costDayOf(at)
    await deps.onSpendChanged(tx, {
      projectIds,
      days: daysBetween(addDays(today, -RECENT_DAYS), today),
      at,
      readingAt: at,
    })
  }

  let last: Promise<unknown> = Promise.resolve()

  /** Only one can be booked at a time anyway: those that wait in line here hold no connection while they do. */
  function inTurn<Applied>(book: () => Promise<Applied>): Promise<Applied> {
    const mine = last.then(book)
    last = mine.catch(() => {})
    return mine
  }

  return {
    applyReading: (reading: BilledReading): Promise<AppliedReading> => inTurn(() => applyReading(deps, reading)),

    /** Usage of one kind; whatever follows from it is committed with it. */
    applyUsage: (reading: UsageReading): Promise<AppliedUsage> => inTurn(() => applyUsage(deps, reading)),

    /** Called last in the transaction that records the calls: it holds the ledger's lock until that ends. */
    applyMetered: (tx: Tx, metered: readonly Metered[]): Promise<void> => applyMetered(tx, deps, metered),

    watermarksOf: (organizationId: string): Promise<Watermark[]> => watermarksOf(deps.database.db, organizationId),

    /** Prices changed from that day on: what was counted since then costs something else. */
    reprice: (tx: Tx, change: PricesChange): Promise<void> => reprice(tx, deps, change),

    /** By the shared clock: one process that runs days ahead must not take today's minutes away. */
    dropOldMinutes: (): Promise<void> =>
      deps.database.db.transaction().execute(async (tx) => {
        const now = await deps.now(tx)
        const before = new Date(now.getTime() - MINUTES_KEPT_DAYS * DAY)
        await dropMinutesBefore(tx, before)
        await dropMeteredBefore(tx, before)
      }),

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
      const projectIds = [...new Set([...holders, ...change.projectIds])]
      await sumProjects(tx, projectIds, null)
      await tellRecent(tx, projectIds)
    },
  }
}
export { type LedgerRoutesDeps, ledgerRoutes } from './routes.ts'
