import type { ServiceTier } from './catalogue.ts'

export const USAGE_KINDS = [
  'completions',
  'embeddings',
  'moderations',
  'images',
  'audio_speeches',
  'audio_transcriptions',
  'vector_stores',
  'code_interpreter_sessions',
  'file_search_calls',
  'web_search_calls',
] as const

export type UsageKind = (typeof USAGE_KINDS)[number]

/** One thing a stream counts and, when it costs money, how it appears on the bill. */
export type Component = {
  readonly counter: string
  readonly bill: Bill | null
}

export type Bill = {
  readonly lineItem: string | null
  /** In units of 1e-10 dollars per piece; 1 when the count is the amount itself. */
  readonly unitPrice: number
  readonly quantityUnit: string | null
}

/**
 * One steady kind of use: a project, a key, a user, a model, a tier. Usage and bills are two views of the same streams.
 * `measure` counts what happened from `from` up to `to` (milliseconds): any split of a span adds up to the whole.
 */
export type Stream = {
  readonly hash: number
  readonly projectId: string | null
  /** `adjustment`: only on the bill, for example a refund. */
  readonly kind: UsageKind | 'adjustment'
  readonly apiKeyId: string | null
  readonly userId: string | null
  readonly model: string | null
  readonly family: string | null
  readonly batch: boolean
  readonly tier: ServiceTier
  /** Dimensions of one kind only: `size`, `source`, `vector_store_id`, `context_level`. */
  readonly extra: Readonly<Record<string, string>>
  readonly components: readonly Component[]
  /** Calls through our own endpoints: visible at once, and refused one by one instead of being cut out. */
  readonly isRecorded: boolean
  measure(from: number, to: number): readonly number[]
}
