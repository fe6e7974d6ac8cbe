import type { CostDay } from '../platform/cost-day.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { LimitsAccess, OpenAiLimits } from '../providers/openai/index.ts'
import type { Grade, StepNote, StepState } from './block.ts'
import type { Lease } from './target-lease.ts'

/** One project at the provider, one key, one decision: what the two layers of a block work with. */
export type PartContext = {
  db: Db
  limits: OpenAiLimits
  access: LimitsAccess
  lease: Lease
  externalId: string
  grade: Grade | null
  /** First day of the present month at the provider. */
  month: CostDay
  spacingMs: number
  sharedNow(): Promise<Date>
  spentCents(): Promise<number | null>
  heavyModels(): Promise<readonly string[]>
  progress(done: number, total: number): Promise<void>
  /** Limits of ours that somebody had undone since they were seen in force: told in the transaction that writes them again. */
  tellUndone(tx: Tx, undone: readonly StepNote[], at: Date): Promise<void>
}

export type PartOutcome = {
  state: StepState
  done: number
  total: number
  problemCode: string | null
  notes: StepNote[]
}
