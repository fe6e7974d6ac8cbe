import type { Tx } from '../platform/db/database.ts'
import { endOfPeriod } from './periods.ts'
import { closeEnded, closeOf } from './store/close.ts'
import type { BreachOver, ThresholdEvents } from './threshold.ts'

/** Closes once: whoever closes a row tells of it. `'ended'`: those whose period is over. */
export async function closeBreaches(
  tx: Tx,
  events: Pick<ThresholdEvents, 'onOver'>,
  which: 'ended' | { thresholdId: string },
  at: Date,
): Promise<number> {
  const closed = which === 'ended' ? await closeEnded(tx, at) : await closeOf(tx, which.thresholdId, at)
  const because = which === 'ended' ? 'period-ended' : 'removed'
  const overs = closed.map((row): BreachOver => {
    return { ...row, because, resetsAt: endOfPeriod(row.period, row.periodStart), at }
  })
  if (overs.length > 0) await events.onOver(tx, overs)
  return overs.length
}
