import { isReached } from './evaluate.ts'
import type { Level, ThresholdState } from './threshold.ts'

export type StateFacts = {
  isPaused: boolean
  /** A key is broken or off, or a poll overdue. */
  isDark: boolean
  /** Null: the period has no reading yet. */
  spend: string | null
  limit: string
  levels: readonly Level[]
}

/** Money that is known to run away stays in sight, also when nothing more can be read. */
export function stateOf({ isPaused, isDark, spend, limit, levels }: StateFacts): ThresholdState {
  if (isPaused) return 'paused'
  if (isReached(spend, limit, 100)) return 'exceeded'
  if (isDark) return 'no-data'
  if (spend === null) return 'unknown'
  const lowest = levels[0]
  return lowest && isReached(spend, limit, lowest.percent) ? 'warning' : 'normal'
}
