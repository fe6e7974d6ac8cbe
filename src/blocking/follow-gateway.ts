import { setTimeout as pause } from 'node:timers/promises'
import { SECOND } from '../platform/clock.ts'
import type { BlockingDeps } from './deps.ts'
import { gatewaysBehind, gatewayVersion, openGatewaySteps } from './store/gateway.ts'
import { changeSteps, type StepChange } from './store/steps.ts'

const LOOK_EVERY_MS = 50
/** Longer than a process that does not look counts as living. */
const PATIENCE_MS = 15 * SECOND

/** Waits until every living gateway process goes by what was decided, and says so in the steps. Left over, it is gone on with. */
export async function followGateway(deps: BlockingDeps, signal: AbortSignal): Promise<void> {
  const { db } = deps.database
  const steps = await openGatewaySteps(db)
  if (steps.length === 0) return
  const version = await gatewayVersion(db)
  const mark = async (change: StepChange) => {
    const at = await deps.sharedNow()
    for (const direction of ['apply', 'restore'] as const) {
      const blockIds = steps.filter((step) => step.direction === direction).map(({ blockId }) => blockId)
      if (blockIds.length > 0) {
        await changeSteps(db, { blockIds, kind: 'gateway', target: 'gateway', direction }, change, at)
      }
    }
  }
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    const { living, behind } = await gatewaysBehind(db, version)
    if (behind === 0) return mark({ state: 'done', done: living, total: living })
    if (waited === 0) await mark({ state: 'running', done: living - behind, total: living })
    await pause(LOOK_EVERY_MS, undefined, { signal })
  }
}
