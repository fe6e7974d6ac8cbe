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

/** What is read belongs to an organization that is known already under another row. */
export class OtherOrganization extends Error {
  readonly organizationId: string

  constructor(organizationId: string) {
    super('organization-joined')
    this.name = 'OtherOrganization'
    this.organizationId = organizationId
  }
}

export function addCosts(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>) {
  const sum: Record<string, string> = { ...left }
  for (const [currency, amount] of Object.entries(right)) sum[currency] = addDecimals(sum[currency] ?? '0', amount)
  return sum
}
