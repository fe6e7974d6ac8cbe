import type { BucketSpan, UsageReading } from '../../ledger/index.ts'
import type { UsageKind } from '../../pricing/index.ts'

/** What a provider client must do for us: answer buckets of one kind of usage, or throw a SourceFailure. */
export type UsageSource = {
  readUsage(request: {
    key: string
    baseUrl: string | null
    kind: UsageKind
    span: BucketSpan
    from: Date
    to: Date
    signal: AbortSignal
    onRequest(): void
  }): Promise<Pick<UsageReading, 'series' | 'buckets'>>
}

/** How one kind came out of a round. */
export type KindResult = {
  kind: UsageKind
  requests: number
  /** Series-days whose counts changed. */
  changed: number
  /** Buckets that came back empty although something was known of them. */
  doubted: number
  problem: string | null
}

/** One round through the kinds of one organization. */
export type Round = {
  organizationId: string
  startedAt: Date
  finishedAt: Date
  requests: number
  kinds: KindResult[]
  problem: string | null
}
