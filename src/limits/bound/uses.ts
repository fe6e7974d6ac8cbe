import type { Quantities, UsageKind } from '../../pricing/index.ts'
import { completionTokens, isCount } from './completion.ts'
import type { Measured } from './measure.ts'
import { sizeOf } from './model-sizes.ts'

type Json = Readonly<Record<string, unknown>>

/** Counts of one kind, as an answer may tell them at most. */
export type Use = { kind: UsageKind; quantities: Partial<Quantities> }
/** What is known of a request; nulls: its body passes unread. */
export type Request = { model: string | null; json: Json | null; measured: Measured | null; length: number | null }

/** No body is larger that OpenAI would embed. */
const LARGEST_EMBEDDED = 8 * 1024 * 1024
/** What OpenAI takes as one file. */
const LARGEST_FILE = 25 * 1024 * 1024
/** 4 kbit/s: below what anybody sends speech in. */
const AUDIO_BYTES_PER_SECOND = 500
const AUDIO_TOKENS_PER_SECOND = 10
const TRANSCRIPT_TOKENS = 16_000
const LONGEST_SPEECH = 4_096
/** Spoken slowly: half a second for each character, twenty tokens a second. */
const SPEECH_TOKENS_PER_CHARACTER = 10
const MOST_IMAGES = 10
/** Of the largest picture in the highest quality, and of the pieces shown before it is done. */
const IMAGE_OUTPUT_TOKENS = 20_000
const IMAGE_INPUT_TOKENS = 20_000
const MOST_PICTURES = 16
const LONGEST_IMAGE_PROMPT = 32_000

/** What a request may come to: one of these. Images and audio are sold by the piece or by tokens, which depends on the model. */
export function usesOf(kind: UsageKind, asked: Request): Use[] {
  switch (kind) {
    case 'completions':
      return [{ kind, quantities: completionTokens(asked.json, asked.measured, sizeOf(asked.model), asked.model) }]
    case 'embeddings':
      return [{ kind, quantities: { inputTokens: asked.measured?.textBytes ?? LARGEST_EMBEDDED } }]
    case 'images':
      return imagesOf(asked)
    case 'audio_speeches':
      return speechOf(asked)
    case 'audio_transcriptions':
      return transcriptionOf(asked)
    default:
      return []
  }
}

/** Sold by the piece, or by tokens as completions are: by the model. */
function imagesOf({ json, measured }: Request): Use[] {
  const images = json === null ? MOST_IMAGES : isCount(json.n) ? json.n : 1
  const pictures = measured === null ? MOST_PICTURES : measured.images + countOf(json?.images)
  const inputTokens = (measured?.textBytes ?? LONGEST_IMAGE_PROMPT) + pictures * IMAGE_INPUT_TOKENS
  return [
    { kind: 'images', quantities: { images } },
    { kind: 'completions', quantities: { inputTokens, outputTokens: images * IMAGE_OUTPUT_TOKENS } },
  ]
}

function speechOf({ json, measured }: Request): Use[] {
  const characters = typeof json?.input === 'string' ? [...json.input].length : LONGEST_SPEECH
  const tokens = {
    inputTokens: measured?.textBytes ?? 4 * LONGEST_SPEECH,
    outputTokens: characters * SPEECH_TOKENS_PER_CHARACTER,
  }
  return [
    { kind: 'audio_speeches', quantities: { characters } },
    { kind: 'completions', quantities: tokens },
  ]
}

function transcriptionOf({ length }: Request): Use[] {
  const seconds = Math.ceil(Math.min(length ?? LARGEST_FILE, LARGEST_FILE) / AUDIO_BYTES_PER_SECOND)
  const inputTokens = seconds * AUDIO_TOKENS_PER_SECOND + TRANSCRIPT_TOKENS
  return [
    { kind: 'audio_transcriptions', quantities: { seconds } },
    {
      kind: 'completions',
      quantities: { inputTokens, outputTokens: TRANSCRIPT_TOKENS + seconds * AUDIO_TOKENS_PER_SECOND },
    },
  ]
}

function countOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}
