import type { Endpoint } from './endpoint.ts'
import type { Usage, UsageKind } from './wire.ts'

type Json = Readonly<Record<string, unknown>>
export type Counted = { usage: Usage; kind?: UsageKind }

/** The `usage` of an answer of OpenAI's. Null: it tells of none, which is not zero. */
export function countUsage(form: Endpoint['form'], usage: unknown): Counted | null {
  const told = objectOf(usage)
  if (told === null) return null
  if (form === 'transcription' && told.type === 'duration') return secondsOf(told.seconds)
  const counted = tokens(told)
  // Tokens of images, speech and transcription are sold as those of completions are.
  return counted && (form === 'tokens' ? { usage: counted } : { usage: counted, kind: 'completions' })
}

export function secondsOf(seconds: unknown): Counted | null {
  const count = countOf(seconds)
  return count === undefined ? null : { usage: { seconds: Math.ceil(count) } }
}

function tokens(usage: Json): Usage | null {
  const inputTokens = countOf(usage.prompt_tokens) ?? countOf(usage.input_tokens)
  const outputTokens = countOf(usage.completion_tokens) ?? countOf(usage.output_tokens)
  if (inputTokens === undefined && outputTokens === undefined) return null
  const input =
    objectOf(usage.prompt_tokens_details) ?? objectOf(usage.input_tokens_details) ?? objectOf(usage.input_token_details)
  const output =
    objectOf(usage.completion_tokens_details) ??
    objectOf(usage.output_tokens_details) ??
    objectOf(usage.output_token_details)
  const cached = objectOf(input?.cached_tokens_details)
  const cachedAudio = countOf(cached?.audio_tokens) ?? 0
  const cachedImage = countOf(cached?.image_tokens) ?? 0
  return {
    inputTokens,
    outputTokens,
    cachedInputTokens: countOf(input?.cached_tokens) ?? 0,
    cacheWriteTokens: countOf(input?.cache_write_tokens) ?? 0,
    inputAudioTokens: Math.max(0, (countOf(input?.audio_tokens) ?? 0) - cachedAudio),
    inputImageTokens: Math.max(0, (countOf(input?.image_tokens) ?? 0) - cachedImage),
    cachedAudioTokens: cachedAudio,
    cachedImageTokens: cachedImage,
    outputAudioTokens: countOf(output?.audio_tokens) ?? 0,
    outputImageTokens: countOf(output?.image_tokens) ?? 0,
  }
}

export function objectOf(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
}

export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
