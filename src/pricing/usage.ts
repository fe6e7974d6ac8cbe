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

/** What one series counted on one cost day, or in any span inside it. Null: the provider did not say. */
export type Quantities = {
  requests: number | null
  /** All input: text, audio and image, cached or not. */
  inputTokens: number | null
  cachedInputTokens: number | null
  cacheWriteTokens: number | null
  outputTokens: number | null
  /** Parts of the input that were not cached. */
  inputAudioTokens: number | null
  inputImageTokens: number | null
  /** Parts of the cached input. */
  cachedAudioTokens: number | null
  cachedImageTokens: number | null
  /** Parts of the output. */
  outputAudioTokens: number | null
  outputImageTokens: number | null
  images: number | null
  characters: number | null
  seconds: number | null
  /** Stored bytes × minutes, a whole number. */
  byteMinutes: string | null
  sessions: number | null
  toolCalls: number | null
}

/** The dimensions of a usage row that decide its price. */
export type UsageSeries = {
  kind: UsageKind
  model: string | null
  batch: boolean | null
  serviceTier: string | null
  size: string | null
  source: string | null
  contextLevel: string | null
}

/** Every counter unknown. */
export const nothingCounted: Quantities = {
  requests: null,
  inputTokens: null,
  cachedInputTokens: null,
  cacheWriteTokens: null,
  outputTokens: null,
  inputAudioTokens: null,
  inputImageTokens: null,
  cachedAudioTokens: null,
  cachedImageTokens: null,
  outputAudioTokens: null,
  outputImageTokens: null,
  images: null,
  characters: null,
  seconds: null,
  byteMinutes: null,
  sessions: null,
  toolCalls: null,
}

/** A series of a kind of which nothing else is known but what is handed in. */
export function seriesOf(kind: UsageKind, known: Partial<Omit<UsageSeries, 'kind'>> = {}): UsageSeries {
  return { model: null, batch: null, serviceTier: null, size: null, source: null, contextLevel: null, ...known, kind }
}
