import { SECOND } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'
import { raiseReportVersion } from './store/report-version.ts'

export type ReportVersion = ReturnType<typeof createReportVersion>

/**
 * Tells the pages that sums have moved. Every reading does so in its own transaction; calls come by the thousand, each
 * would have every page computed anew, and all writers would meet at one row: so at most once a second, and never lost.
 */
export function createReportVersion(db: Db, everyMs = SECOND) {
  let timer: NodeJS.Timeout | null = null
  let isOwed = false

  async function raise(): Promise<void> {
    isOwed = false
    timer = setTimeout(() => {
      timer = null
      if (isOwed) void raise().catch(() => {}) // told again with the next call
    }, everyMs).unref()
    await raiseReportVersion(db)
  }

  return {
    /** The first of a second is told before this resolves, the others at its end. */
    async moved(): Promise<void> {
      if (timer === null) await raise()
      else isOwed = true
    },

    async close(): Promise<void> {
      if (timer !== null) clearTimeout(timer)
      if (isOwed) await raise()
      if (timer !== null) clearTimeout(timer)
    },
  }
}
