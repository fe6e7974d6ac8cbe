import type { CostDay } from '../platform/cost-day.ts'

export const OUTCOME_SOURCES = ['api', 'sdk', 'form', 'csv'] as const
export type OutcomeSource = (typeof OUTCOME_SOURCES)[number]
/** What programs say of themselves. */
export type MachineSource = Extract<OutcomeSource, 'api' | 'sdk'>

/** A score on the scale that is declared with it; decimals. */
export type Feedback = { score: string; min: string; max: string }
export type Counters = Readonly<Record<string, number>>

/** The outcome of one try. */
export type Single = {
  id: string
  at: Date
  costDay: CostDay
  /** '' where nobody says. */
  task: string
  /** False: the task, if there is one, is that of the call with the response id. */
  saysTask: boolean
  success: boolean
  feedback: Feedback | null
  counters: Counters
  responseId: string | null
}

/** A whole day of one task. */
export type Total = {
  costDay: CostDay
  task: string
  attempts: number
  successes: number
  /** The mean of so many. */
  feedback: (Feedback & { count: number }) | null
  counters: Counters
}

/** With the way by which it came. */
export type Told<Known> = Known & { source: OutcomeSource }

/** What was sent, cleaned. What is undefined was left out: it stays as it is known. Null takes it away. */
export type GivenSingle = {
  manner: 'single'
  id: string
  success: boolean
  at: Date | undefined
  task: string | undefined
  feedback: Feedback | null | undefined
  counters: Counters | undefined
  responseId: string | undefined
  source: MachineSource | undefined
}
export type GivenTotal = {
  manner: 'total'
  costDay: CostDay
  task: string
  attempts: number
  successes: number
  feedback: (Feedback & { count: number }) | null | undefined
  counters: Counters | undefined
  source: MachineSource | undefined
}
export type Given = GivenSingle | GivenTotal

/** Of one outcome. */
export const MOST_COUNTERS = 16

/** Who tells of outcomes. */
export type Teller = {
  source: OutcomeSource
  /** Of a program. */
  keyId: string | null
  /** Of a person. */
  personId: string | null
  name: string | null
  /** Whether what is known may be replaced. A person gives a reason for it. */
  mayReplace: boolean
  reason: string | null
}

export const OUTCOME_RESULTS = ['stored', 'duplicate', 'replaced', 'refused'] as const
export type OutcomeResult = (typeof OUTCOME_RESULTS)[number]

export type OutcomeRefusal =
  | 'outcome-invalid'
  | 'outcome-day-invalid'
  | 'outcome-in-the-future'
  | 'outcome-too-old'
  | 'outcome-more-successes'
  | 'outcome-scale-invalid'
  | 'outcome-scale-missing'
  | 'outcome-too-many-counters'
  | 'outcome-removed'
  | 'outcome-replacing-not-allowed'
  | 'outcome-reason-needed'
  | 'outcome-of-another-team'

export type OutcomeAnswer =
  | { result: Exclude<OutcomeResult, 'refused'> }
  | { result: 'refused'; reason: OutcomeRefusal }
