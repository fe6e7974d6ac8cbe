import type { CostDay } from '../../platform/cost-day.ts'
import { compareDecimals, multiplyDecimals, ZERO } from '../../platform/money.ts'
import {
  nothingCounted,
  type PriceTable,
  priceUsage,
  type Quantities,
  seriesOf,
  type UsageKind,
} from '../../pricing/index.ts'
import { completionTokens, isCount } from './completion.ts'
import { isFree } from './free.ts'
import { isObject, type Measured, measure } from './measure.ts'
import { sizeOf } from './model-sizes.ts'

export type Sizeable = {
  /** As it is recorded: `POST /chat/completions`. */
  endpoint: string
  kind: UsageKind | null
  model: string | null
  /** Null: it passes without being read. */
  body: Uint8Array | null
  /** Of the body, by its own word; null: it did not say. */
  length: number | null
}

type Json = Readonly<Record<string, unknown>>
type Use = { kind: UsageKind; quantities: Partial<Quantities> }
type Asked = Sizeable & { json: Json | null; measured: Measured | null }

/** A larger body is not taken apart: it counts as all that its model can read. */
const LARGEST_READ = 8 * 1024 * 1024
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
const DIMENSIONS = /^\d{2,5}x\d{2,5}$/

/**
 * USD: no call of this request costs more, whatever it is answered. Null: nobody can say, since there is no price for it.
 * Where several things can come of it, the dearest.
 */
export function mostCost(table: PriceTable, day: CostDay, call: Sizeable): string | null {
  if (isFree(call)) return ZERO
  if (call.kind === null) return null
  const json = call.body === null ? null : parse(call.body)
  const measured = json === null || call.body === null ? null : measure(json, call.body.length)
  const asked = { ...call, json, measured }
  const costs = usesOf(call.kind, asked).flatMap((use) => costsOf(table, day, asked, use))
  const [first, ...others] = costs
  if (first === undefined) return null
  const most = others.reduce((top, cost) => (compareDecimals(cost, top) > 0 ? cost : top), first)
  return json?.quality === 'hd' ? multiplyDecimals(most, '2') : most
}

function usesOf(kind: UsageKind, asked: Asked): Use[] {
  switch (kind) {
    case 'completions':
      return [{ kind, quantities: completionTokens(asked.json, asked.measured, sizeOf(asked.model), asked.model) }]
    case 'embeddings':
      return [{ kind, quantities: { inputTokens: asked.measured?.textBytes ?? LARGEST_READ } }]
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
function imagesOf({ json, measured }: Asked): Use[] {
  const images = json === null ? MOST_IMAGES : isCount(json.n) ? json.n : 1
  const pictures = measured === null ? MOST_PICTURES : measured.images + countOf(json?.images)
  const inputTokens = (measured?.textBytes ?? LONGEST_IMAGE_PROMPT) + pictures * IMAGE_INPUT_TOKENS
  return [
    { kind: 'images', quantities: { images } },
    { kind: 'completions', quantities: { inputTokens, outputTokens: images * IMAGE_OUTPUT_TOKENS } },
  ]
}

function speechOf({ json, measured }: Asked): Use[] {
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

function transcriptionOf({ length }: Asked): Use[] {
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

/** Models that a request may mean whose body passes unread, the dearest of each kind. */
const DEAREST: Partial<Record<UsageKind, readonly string[]>> = {
  completions: ['o1-pro', 'gpt-5.5-pro', 'gpt-5.4-pro', 'gpt-4.5-preview', 'gpt-4o-audio-preview'],
  embeddings: ['text-embedding-3-large', 'text-embedding-ada-002'],
  images: ['gpt-image-1', 'gpt-image-2', 'gpt-image-1.5', 'dall-e-3', 'dall-e-2'],
  audio_speeches: ['tts-1-hd', 'gpt-4o-mini-tts'],
  audio_transcriptions: ['gpt-4o-transcribe', 'whisper-1', 'gpt-transcribe'],
}

/** What is unwritten costs as standard or as priority: a project at OpenAI may have either as its own. */
function tiersOf(json: Json | null): readonly (string | null)[] {
  const tier = json?.service_tier
  if (tier === 'default') return [null]
  return tier === 'flex' ? [tier, null] : ['priority', null]
}

function costsOf(table: PriceTable, day: CostDay, asked: Asked, { kind, quantities }: Use): string[] {
  const models = asked.model === null ? (DEAREST[asked.kind ?? kind] ?? []) : namesOf(asked.model)
  const sizes = kind === 'images' ? imageSizes(asked.json) : [null]
  const counts = { ...nothingCounted, requests: 1, ...quantities }
  return models.flatMap((model) =>
    tiersOf(asked.json).flatMap((serviceTier) =>
      sizes.flatMap((size) => {
        const priced = priceUsage(table, seriesOf(kind, { model, serviceTier, size, batch: false }), day, counts)
        return priced.unpriced.every(({ amount }) => amount !== null) ? [priced.cost] : []
      }),
    ),
  )
}

/** A long request may be sold dearer, under a name of its own. */
function namesOf(model: string): readonly string[] {
  return [model, `${model}-long-context`]
}

/** No size, or `auto`, may become any. */
function imageSizes(json: Json | null): readonly (string | null)[] {
  return typeof json?.size === 'string' && DIMENSIONS.test(json.size) ? [json.size] : [null]
}

function countOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}

function parse(body: Uint8Array): Json | null {
  if (body.length > LARGEST_READ) return null
  try {
    const json: unknown = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString())
    return isObject(json) ? json : null
  } catch {
    return null
  }
}
