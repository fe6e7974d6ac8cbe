import { costDayOf } from '../platform/cost-day.ts'
import type { Tx } from '../platform/db/database.ts'
import type { LedgerDeps } from './deps.ts'
import type { Metered } from './metered.ts'
import { addMetered } from './store/metered.ts'
import { lockLedger, sumProjects } from './store/sums.ts'

/**
 * Takes calls into the ledger, in the transaction that records them: the sums follow and are judged at once. It holds the
 * ledger's lock from here on, so it comes last.
 */
export async function applyMetered(tx: Tx, deps: LedgerDeps, metered: readonly Metered[]): Promise<void> {
  if (metered.length === 0) return
  await lockLedger(tx)
  await addMetered(tx, metered)
  const projectIds = [...new Set(metered.map(({ projectId }) => projectId))]
  const days = [...new Set(metered.map(({ minute }) => costDayOf(minute)))]
  await sumProjects(tx, projectIds, days)
  const at = await deps.now(tx)
  await deps.onSpendChanged(tx, { projectIds, days, at, readingAt: at })
}
