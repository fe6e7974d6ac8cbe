import type { Quantities, UsageKind, UsageSeries } from '../pricing/index.ts'

/** One steady kind of use as the provider tells it apart. `externalId` null: the provider names no project. */
export type SeriesKey = UsageSeries & {
  externalId: string | null
  apiKeyId: string | null
  userId: string | null
  vectorStoreId: string | null
}

export const MINUTE_SPAN = 1
export const HOUR_SPAN = 60
export const DAY_SPAN = 1_440
/** How many minutes a bucket covers. */
export type BucketSpan = typeof MINUTE_SPAN | typeof HOUR_SPAN | typeof DAY_SPAN

export type UsageRow = {
  /** Place in the reading's list of series. */
  series: number
  quantities: Quantities
}

export type UsageBucket = { startsAt: Date; rows: readonly UsageRow[] }

/** What one source answered for one kind of usage, in buckets of one width. A bucket that is not in it was not answered. */
export type UsageReading = {
  organizationId: string
  kind: UsageKind
  span: BucketSpan
  /** What was asked for; `to` is excluded. */
  from: Date
  to: Date
  /** When the first request was sent, by the clock that all processes share. */
  requestedAt: Date
  /** Now, by the same clock; what claims to have been read later than this is not believed. */
  appliedAt?: Date
  series: readonly SeriesKey[]
  buckets: readonly UsageBucket[]
}

/** The counters in the order in which they are stored. */
export const COUNTERS = [
  ['requests', 'requests'],
  ['inputTokens', 'input_tokens'],
  ['cachedInputTokens', 'cached_input_tokens'],
  ['cacheWriteTokens', 'cache_write_tokens'],
  ['outputTokens', 'output_tokens'],
  ['inputAudioTokens', 'input_audio_tokens'],
  ['cachedAudioTokens', 'cached_audio_tokens'],
  ['outputAudioTokens', 'output_audio_tokens'],
  ['inputImageTokens', 'input_image_tokens'],
  ['cachedImageTokens', 'cached_image_tokens'],
  ['outputImageTokens', 'output_image_tokens'],
  ['images', 'images'],
  ['characters', 'characters'],
  ['seconds', 'seconds'],
  ['byteMinutes', 'byte_minutes'],
  ['sessions', 'sessions'],
  ['toolCalls', 'tool_calls'],
] as const satisfies readonly (readonly [keyof Quantities, string])[]
