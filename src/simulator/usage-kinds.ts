import type { UsageKind } from './stream.ts'

export const DIMENSIONS = [
  'project_id',
  'user_id',
  'api_key_id',
  'model',
  'batch',
  'service_tier',
  'size',
  'source',
  'vector_store_id',
  'context_level',
] as const

export type Dimension = (typeof DIMENSIONS)[number]

export type KindRules = {
  readonly object: string
  readonly dimensions: readonly Dimension[]
  /** From the stream's counts, in the order of its components, to the counters of the answer. */
  counters(counts: readonly number[]): Readonly<Record<string, number>>
}

const CALLER = ['project_id', 'user_id', 'api_key_id', 'model'] as const

const counting =
  (...names: readonly string[]) =>
  (counts: readonly number[]) =>
    Object.fromEntries(names.map((name, index) => [name, counts[index] ?? 0]))

/** The paths say `file_search_calls`, the objects `file_searches`: so does the real API. */
export const USAGE_RULES: Readonly<Record<UsageKind, KindRules>> = {
  completions: {
    object: 'organization.usage.completions.result',
    dimensions: [...CALLER, 'batch', 'service_tier'],
    counters: completionCounters,
  },
  embeddings: {
    object: 'organization.usage.embeddings.result',
    dimensions: CALLER,
    counters: counting('input_tokens', 'num_model_requests'),
  },
  moderations: {
    object: 'organization.usage.moderations.result',
    dimensions: CALLER,
    counters: counting('input_tokens', 'num_model_requests'),
  },
  images: {
    object: 'organization.usage.images.result',
    dimensions: [...CALLER, 'size', 'source'],
    counters: counting('images', 'num_model_requests'),
  },
  audio_speeches: {
    object: 'organization.usage.audio_speeches.result',
    dimensions: CALLER,
    counters: counting('characters', 'num_model_requests'),
  },
  audio_transcriptions: {
    object: 'organization.usage.audio_transcriptions.result',
    dimensions: CALLER,
    counters: counting('seconds', 'num_model_requests'),
  },
  vector_stores: {
    object: 'organization.usage.vector_stores.result',
    dimensions: ['project_id'],
    counters: counting('usage_bytes'),
  },
  code_interpreter_sessions: {
    object: 'organization.usage.code_interpreter_sessions.result',
    dimensions: ['project_id'],
    counters: counting('num_sessions'),
  },
  file_search_calls: {
    object: 'organization.usage.file_searches.result',
    dimensions: ['project_id', 'user_id', 'api_key_id', 'vector_store_id'],
    counters: counting('num_requests'),
  },
  web_search_calls: {
    object: 'organization.usage.web_searches.result',
    dimensions: [...CALLER, 'context_level'],
    counters: counting('num_requests', 'num_model_requests'),
  },
}

/** `input_tokens` is everything that went in, cached or not; the text counters are the uncached and the cached part (2.2). */
function completionCounters(counts: readonly number[]): Record<string, number> {
  const [uncached = 0, cached = 0, output = 0, requests = 0] = counts
  return {
    input_tokens: uncached + cached,
    input_cached_tokens: cached,
    input_cache_write_tokens: 0,
    input_uncached_tokens: uncached,
    input_text_tokens: uncached,
    input_cached_text_tokens: cached,
    input_audio_tokens: 0,
    input_cached_audio_tokens: 0,
    input_image_tokens: 0,
    input_cached_image_tokens: 0,
    output_tokens: output,
    output_text_tokens: output,
    output_audio_tokens: 0,
    output_image_tokens: 0,
    num_model_requests: requests,
  }
}
