import type { Tx } from '../platform/db/database.ts'
import type { BreachOver } from '../thresholds/index.ts'
import type { AlertsDeps } from './deps.ts'
import { overWords } from './messages/over.ko.ts'
import { toldCrossings } from './store/alerts.ts'
import { placeOf, tell } from './tell.ts'

const FULL_PERCENT = 100

/** Whoever heard that a limit was exceeded hears that it is over. Of a mere warning nobody waits for the end. */
export async function tellOver(tx: Tx, deps: AlertsDeps, overs: readonly BreachOver[]): Promise<void> {
  const place = await placeOf(deps, tx)
  for (const over of overs) {
    const told = await toldCrossings(tx, over.breachId)
    if (told.highest < FULL_PERCENT) continue
    await tell(tx, deps, {
      key: `over:${over.breachId}:${told.count}`,
      kind: 'over',
      teamId: over.teamId,
      projectId: over.projectId,
      breachId: over.breachId,
      detectedAt: over.at,
      words: overWords(over, place),
    })
  }
}
