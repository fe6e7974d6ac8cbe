import type { Quantities, UsageKind } from '../../pricing/index.ts'
import type { UsageForm } from '../endpoint.ts'

export type Counted = {
  quantities: Partial<Quantities>
  /** Where the usage itself shows that it is paid for otherwise than the endpoint suggests. */
  kind?: UsageKind
}

type Json = Readonly<Record<string, unknown>>

/** Reads the `usage` of an answer. Null: it is none, so what was used is not known. A zero that is told is a zero. */
export function countUsage(form: UsageForm, usage: unknown): Counted | null {
  if (!isObject(usage)) return null
  if (form === 'embeddings') return inputOnly(usage)
  if (form === 'transcription' && usage.type === 'duration') return secondsOf(usage.seconds)
  const counted = tokens(usage)
  if (counted === null || form === 'chat' || form === 'responses') return counted
  // Tokens of images, speech and transcription are sold as those of completions are. What is spoken is all audio.
  const { quantities } = counted
  const spoken = form === 'speech' ? { outputAudioTokens: quantities.outputTokens ?? null } : {}
  return { quantities: { ...quantities, ...spoken }, kind: 'completions' }
}

export function secondsOf(seconds: unknown): Counted | null {
  return isCount(seconds) ? { quantities: { requests: 1, seconds: Math.ceil(seconds) } } : null
}

function inputOnly(usage: Json): Counted | null {
  const inputTokens = countOf(usage, 'prompt_tokens') ?? countOf(usage, 'input_tokens')
  return inputTokens === null ? null : { quantities: { requests: 1, inputTokens } }
}

/** Chat says prompt and completion, responses say input and output; both mean the same. */
function tokens(usage: Json): Counted | null {
  const inputTokens = countOf(usage, 'prompt_tokens') ?? countOf(usage, 'input_tokens')
  const outputTokens = countOf(usage, 'completion_tokens') ?? countOf(usage, 'output_tokens')
  if (inputTokens === null && outputTokens === null) return null
  const input =
    objectOf(usage, 'prompt_tokens_details') ??
    objectOf(usage, 'input_tokens_details') ??
    objectOf(usage, 'input_token_details')
  const output =
    objectOf(usage, 'completion_tokens_details') ??
    objectOf(usage, 'output_tokens_details') ??
    objectOf(usage, 'output_token_details')
  const cached = input && objectOf(input, 'cached_tokens_details')
  const cachedAudio = (cached && countOf(cached, 'audio_tokens')) ?? null
  const cachedImage = (cached && countOf(cached, 'image_tokens')) ?? null
  return {
    quantities: {
      requests: 1,
      inputTokens,
      outputTokens,
      cachedInputTokens: (input && countOf(input, 'cached_tokens')) ?? 0,
      cacheWriteTokens: (input && countOf(input, 'cache_write_tokens')) ?? 0,
      // Without details nobody knows what the tokens are, and the dearest price holds.
      inputAudioTokens: input && without(countOf(input, 'audio_tokens'), cachedAudio),
      inputImageTokens: input && without(countOf(input, 'image_tokens'), cachedImage),
      cachedAudioTokens: cachedAudio ?? 0,
      cachedImageTokens: cachedImage ?? 0,
      outputAudioTokens: output && (countOf(output, 'audio_tokens') ?? 0),
      outputImageTokens: output && (countOf(output, 'image_tokens') ?? 0),
    },
  }
}

/** The part of a modality that was not cached. */
function without(all: number | null, cached: number | null): number {
  return Math.max(0, (all ?? 0) - (cached ?? 0))
}

function objectOf(json: Json, name: string): Json | null {
  const value = json[name]
  return isObject(value) ? value : null
}

function countOf(json: Json, name: string): number | null {
  const value = json[name]
  return isCount(value) ? value : null
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
