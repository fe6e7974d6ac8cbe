import { costDayOf } from '../platform/cost-day.ts'
import { closeBreaches } from './close-breaches.ts'
import type { ThresholdsDeps } from './deps.ts'
import { evaluateSpend } from './evaluate-spend.ts'
import { lockThresholds } from './store/candidates.ts'
import { staleProjects } from './store/stale.ts'

export type Turn = { closed: number; judged: number }

/**
 * Closes the breaches of ended periods and judges whatever speaks of a former period or has just left its pause. Also after
 * a downtime over any number of periods, and once, however many processes do it.
 */
export async function turnPeriods(deps: ThresholdsDeps): Promise<Turn> {
  return deps.db.transaction().execute(async (tx) => {
    await lockThresholds(tx)
    const at = await deps.sharedNow(tx)
    const closed = await closeBreaches(tx, deps, 'ended', at)
    const projectIds = await staleProjects(tx, at)
    if (projectIds.length > 0) await evaluateSpend(tx, deps, { projectIds, days: [costDayOf(at)], at })
    return { closed, judged: projectIds.length }
  })
}
