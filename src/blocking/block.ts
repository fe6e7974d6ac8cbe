import type { CostDay } from '../platform/cost-day.ts'

/** slow: requests cut to a tenth, so that the service breathes. stop: nothing gets through. */
export type Grade = 'slow' | 'stop'
export type BlockState = 'open' | 'releasing' | 'released'
export type Proof = 'pending' | 'confirmed' | 'violated'
export type UntilKind = 'approval' | 'next-cost-day' | 'instant'

/** What crossed which limit, as it was when it caused the block. */
export type CrossingFacts = {
  period: 'day' | 'week'
  periodStart: CostDay
  limit: string
  spend: string
  percent: number
}

export type Block = {
  id: string
  teamId: string
  teamName: string
  /** Null: the whole team. */
  projectId: string | null
  projectName: string | null
  grade: Grade
  origin: 'person' | 'threshold'
  breachId: string | null
  crossing: CrossingFacts | null
  reason: string
  requestedBy: string | null
  requestedByName: string
  untilKind: UntilKind
  untilAt: Date | null
  setsKeysAside: boolean
  state: BlockState
  createdAt: Date
  bitesAt: Date | null
  appliedAt: Date | null
  releaseReason: string | null
  releasedByName: string | null
  releaseDecidedAt: Date | null
  releasedAt: Date | null
  proof: Proof
  proofAt: Date | null
  lastCallAt: Date | null
  callsAfter: number | null
  callingModels: string[]
  violations: number
}

/** gateway: our own, which refuses calls at once. */
export type StepKind = 'gateway' | 'spend-limit' | 'rate-limits' | 'admin-key'
export type StepState = 'waiting' | 'running' | 'done' | 'refused' | 'failed'

/** What people should know about one limit: why it could not be changed, or what became of it at the release. */
export type StepNote = {
  kind: 'not-updatable' | 'refused' | 'contested' | 'clamped' | 'left' | 'gone' | 'held-by-other'
  item: string
  model: string | null
  field: string | null
  /** What stands there now; null: nothing, or not known. */
  value: number | null
  /** What it was before the block. */
  original: number | null
}

export type Step = {
  blockId: string
  kind: StepKind
  target: string
  projectId: string | null
  projectName: string | null
  direction: 'apply' | 'restore'
  state: StepState
  done: number
  total: number
  problemCode: string | null
  problemDetail: string | null
  notes: StepNote[]
  startedAt: Date | null
  finishedAt: Date | null
}

/** Nothing more will be tried for it, in this direction. */
export function isFinal(step: Pick<Step, 'state'>): boolean {
  return step.state === 'done' || step.state === 'refused'
}

/** Its target is a Project ID at OpenAI. */
export function isAtProvider(kind: StepKind): boolean {
  return kind === 'spend-limit' || kind === 'rate-limits'
}

/** What a step is called where it is spoken of. */
export function nameOf(block: Pick<Block, 'projectName' | 'teamName'>): string {
  return block.projectName ?? block.teamName
}
