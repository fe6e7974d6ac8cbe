import type { Actor } from '../people/actor.ts'
import { invalid } from '../platform/errors.ts'
import { compareDecimals } from '../platform/money.ts'
import { changeThreshold, requireLive } from './change.ts'
import type { ThresholdsDeps } from './deps.ts'
import { readLimit } from './levels.ts'
import type { Period } from './periods.ts'
import { deleteRaise, saveRaise } from './store/thresholds.ts'

/** For the rest of the period; the base stays, and the next period begins with it. */
export function createRaises(deps: ThresholdsDeps) {
  return {
    raise: (actor: Actor, projectId: string, period: Period, input: { limit: string; reason: string }): Promise<void> =>
      changeThreshold(deps, { actor, projectId, period }, async (tx, row, { at, periodStart }) => {
        const { id, limit: base, raised } = requireLive(row)
        const limit = readLimit(input.limit)
        if (compareDecimals(limit, base) <= 0) throw invalid('threshold-raise-too-low', { limit: base })
        await saveRaise(tx, id, periodStart, { limit, reason: input.reason, by: actor.name }, at)
        const values = { period, limit: base }
        const [before, after] = [
          { ...values, raisedTo: raised },
          { ...values, raisedTo: limit },
        ]
        return { kind: 'threshold.raised', reason: input.reason, before, after }
      }),

    /** Back to the base at once; whatever that crosses is crossed. */
    endRaise: (actor: Actor, projectId: string, period: Period): Promise<void> =>
      changeThreshold(deps, { actor, projectId, period }, async (tx, row, { periodStart }) => {
        const { id, limit, raised } = requireLive(row)
        if (raised === null) return null
        await deleteRaise(tx, id, periodStart)
        const values = { period, limit }
        const [before, after] = [
          { ...values, raisedTo: raised },
          { ...values, raisedTo: null },
        ]
        return { kind: 'threshold.raised', before, after }
      }),
  }
}
