import type { BilledReading } from '../ledger/index.ts'
import type { CostDay } from '../platform/cost-day.ts'
import { addDecimals } from '../platform/money.ts'
import type { KeyProblemCode } from '../teams/index.ts'

/** One reading of a window of cost days of one organization, resumable where it stopped. */
export type Collection = {
  id: string
  organizationId: string
  adminKeyId: string
  from: CostDay
  to: CostDay
  /** Newest days are read first: everything after this day is done. */
  remainingTo: CostDay
  backfill: boolean
  state: 'waiting' | 'running' | 'done' | 'failed'
  daysDone: number
  changedLines: number
  cost: Record<string, string>
  attempts: number
  waitingUntil: Date | null
  problemCode: string | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  teamId: string
  teamName: string
  keyLast4: string
  /** Teams with a key of the organization: it is read for all of them, whichever key is used. */
  keyTeamIds: readonly string[]
  /** Teams that may have costs in the organization, by a key or by what its projects are or were bound to. */
  concernedTeamIds: readonly string[]
}

/** What a provider client must do for us: answer whole cost days, or throw a {@link SourceFailure}. */
export type CostsSource = {
  readCosts(request: {
    key: string
    baseUrl: string | null
    from: CostDay
    to: CostDay
    signal: AbortSignal
    onWait(until: Date): void
  }): Promise<Pick<BilledReading, 'requestedAt' | 'days'>>
}

/** `key`: it goes on failing until a person acts. `source`: it may pass by itself. `us`: something here broke. */
export type SourceProblem =
  | { blames: 'key' | 'source'; code: KeyProblemCode }
  | { blames: 'us'; code: 'collection-broken-off' }

/** Why a source did not answer. `key`: this key will go on failing until a person acts; else it may pass by itself. */
export class SourceFailure extends Error {
  readonly problem: SourceProblem
  readonly retryAfterSeconds: number | null

  constructor(problem: SourceProblem, options: { retryAfterSeconds?: number | null; cause?: unknown } = {}) {
    super(problem.code, { cause: options.cause })
    this.name = 'SourceFailure'
    this.problem = problem
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }
}

/** The key was set aside or replaced while it was being used; what was read with it is kept. */
export class KeyChanged extends Error {}

export function addCosts(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>) {
  const sum: Record<string, string> = { ...left }
  for (const [currency, amount] of Object.entries(right)) sum[currency] = addDecimals(sum[currency] ?? '0', amount)
  return sum
}
