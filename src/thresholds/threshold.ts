import type { CostDay } from '../platform/cost-day.ts'
import type { Tx } from '../platform/db/database.ts'
import type { Period } from './periods.ts'

export type Effect = 'notify' | 'slow' | 'block'
/** `percent` of the limit, and what is done when it is crossed. */
export type Level = { readonly percent: number; readonly effect: Effect }
export type OnNoData = 'go-on' | 'stop'
export type ThresholdState = 'unknown' | 'normal' | 'warning' | 'exceeded' | 'no-data' | 'paused'
export type NoDataCause = 'key-broken' | 'key-off' | 'poll-overdue'

type Whose = { projectId: string; projectName: string; teamId: string; teamName: string }
type OfPeriod = Whose & {
  breachId: string
  thresholdId: string
  period: Period
  periodStart: CostDay
  resetsAt: Date
}

/** Levels of one threshold that the spend has newly reached: one message, however many they are. */
export type Crossing = OfPeriod & {
  /** Newly crossed, ascending. Each (breach, percent, generation) comes once, ever. */
  percents: readonly number[]
  highest: number
  /** How often a raised limit has armed levels of this breach again. */
  generation: number
  /** The strongest of the newly crossed; of a period that has ended always 'notify'. */
  effect: Effect
  spend: string
  limit: string
  /** spend / limit; null for a limit of 0. */
  ratio: number | null
  /** The period had ended before the reading came: told, never blocked. */
  isPast: boolean
  detectedAt: Date
  readingAt: Date
}

/** A breach that needs nobody any more. */
export type BreachOver = OfPeriod & {
  because: 'period-ended' | 'limit-raised' | 'removed'
  /** The highest level that still stood; 0: all were armed again. */
  highest: number
  /** The highest spend that was seen. */
  spend: string
  limit: string
  at: Date
}

/** An episode in which nothing can be read of a project that has thresholds. One per project, not per threshold. */
export type NoData = Whose & {
  /** began: to be alarmed · stop: a threshold wants its project stopped by now · over: readings come again. */
  phase: 'began' | 'stop' | 'over'
  cause: NoDataCause
  since: Date
  /** The last reading of the source that was read least lately; null: never. */
  lastReadAt: Date | null
  thresholdIds: readonly string[]
  onNoData: OnNoData
  at: Date
}

/** The next stage, handed in by the composition; all are called inside the transaction that found it out. */
export type ThresholdEvents = {
  onCrossed(tx: Tx, crossings: readonly Crossing[]): Promise<void>
  onOver(tx: Tx, overs: readonly BreachOver[]): Promise<void>
  onNoData(tx: Tx, episodes: readonly NoData[]): Promise<void>
}
