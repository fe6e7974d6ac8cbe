import type { Quantities, UsageKind } from '../../pricing/index.ts'

type Counter = Exclude<keyof Quantities, 'byteMinutes'>
/** Where a counter stands in OpenAI's row, and whether a row without it says anything at all. */
type Field = { name: string; counter: Counter; required?: true }

const required = (name: string, counter: Counter): Field => ({ name, counter, required: true })
const optional = (name: string, counter: Counter): Field => ({ name, counter })
const requests = required('num_model_requests', 'requests')
const input = required('input_tokens', 'inputTokens')

/** `input_tokens` is everything that went in; the audio and image counters are the parts of it that were not cached. */
export const KIND_FIELDS: Readonly<Record<UsageKind, readonly Field[]>> = {
  completions: [
    requests,
    input,
    required('output_tokens', 'outputTokens'),
    optional('input_cached_tokens', 'cachedInputTokens'),
    optional('input_cache_write_tokens', 'cacheWriteTokens'),
    optional('input_audio_tokens', 'inputAudioTokens'),
    optional('input_cached_audio_tokens', 'cachedAudioTokens'),
    optional('output_audio_tokens', 'outputAudioTokens'),
    optional('input_image_tokens', 'inputImageTokens'),
    optional('input_cached_image_tokens', 'cachedImageTokens'),
    optional('output_image_tokens', 'outputImageTokens'),
  ],
  embeddings: [requests, input],
  moderations: [requests, input],
  images: [requests, required('images', 'images')],
  audio_speeches: [requests, required('characters', 'characters')],
  audio_transcriptions: [requests, required('seconds', 'seconds')],
  // Stored bytes are a level and not a flow: see `byteMinutes` in usage-page.ts.
  vector_stores: [],
  code_interpreter_sessions: [required('num_sessions', 'sessions')],
  file_search_calls: [required('num_requests', 'toolCalls')],
  web_search_calls: [required('num_requests', 'toolCalls'), optional('num_model_requests', 'requests')],
}
