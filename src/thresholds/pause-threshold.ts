import type { Actor } from '../people/actor.ts'
import { DAY } from '../platform/clock.ts'
import { invalid } from '../platform/errors.ts'
import { changeThreshold, requireLive } from './change.ts'
import type { ThresholdsDeps } from './deps.ts'
import type { Period } from './periods.ts'
import { savePause } from './store/thresholds.ts'

/** A safeguard that is switched off comes back by itself. */
const LONGEST_PAUSE_DAYS = 31

export type PauseInput = { until: Date | null; reason: string }

/** `until: null` ends a pause now; what was reached meanwhile is crossed at once. */
export function createPauses(deps: ThresholdsDeps) {
  return {
    pause: (actor: Actor, projectId: string, period: Period, { until, reason }: PauseInput): Promise<void> =>
      changeThreshold(deps, { actor, projectId, period }, async (tx, row, { at }) => {
        const { id, pausedUntil } = requireLive(row)
        const tooLong = new Date(at.getTime() + LONGEST_PAUSE_DAYS * DAY)
        if (until && (until <= at || until > tooLong)) throw invalid('threshold-pause-invalid')
        const running = pausedUntil && pausedUntil > at ? pausedUntil : null
        if (running?.getTime() === until?.getTime()) return null
        await savePause(tx, id, until)
        const values = (instant: Date | null) => ({ period, pausedUntil: instant?.toISOString() ?? null })
        return { kind: 'threshold.paused', reason, before: values(running), after: values(until) }
      }),
  }
}
