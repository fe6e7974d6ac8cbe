import type { CostDay } from '../../platform/cost-day.ts'
import { addDecimals, compareDecimals, multiplyDecimals, ZERO } from '../../platform/money.ts'
import { nothingCounted, type PriceTable, priceUsage, seriesOf, type UsageKind } from '../../pricing/index.ts'
import { isFree } from './free.ts'
import { isObject, measure } from './measure.ts'
import { toolFees } from './tool-fees.ts'
import { type Request, type Use, usesOf } from './uses.ts'

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

/** A larger body is not taken apart: it counts as all that its model can read. */
const LARGEST_READ = 8 * 1024 * 1024
const DIMENSIONS = /^\d{2,5}x\d{2,5}$/

/**
 * USD: no call of this request costs more, whatever it is answered. Null: nobody can say, since there is no price for it.
 * Where several things can come of it, the dearest.
 */
export function mostCost(table: PriceTable, day: CostDay, call: Sizeable): string | null {
  const { kind, model, body, length } = call
  if (isFree(call)) return ZERO
  if (kind === null) return null
  const json = body === null ? null : parse(body)
  const measured = json === null || body === null ? null : measure(json, body.length)
  const asked = { model, json, measured, length }
  const own = dearest(usesOf(kind, asked).flatMap((use) => costsOf(table, day, asked, use)))
  const fees = toolFees(asked).map(({ kind: tool, quantities }) =>
    tool === null ? null : dearest(costsOf(table, day, asked, { kind: tool, quantities })),
  )
  if (own === null || fees.includes(null)) return null
  return addDecimals(json?.quality === 'hd' ? multiplyDecimals(own, '2') : own, ...fees.flatMap((fee) => fee ?? []))
}

function dearest(costs: readonly string[]): string | null {
  return costs.reduce<string | null>((top, cost) => (top === null || compareDecimals(cost, top) > 0 ? cost : top), null)
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

function costsOf(table: PriceTable, day: CostDay, asked: Request, { kind, quantities }: Use): string[] {
  const models = asked.model === null ? (DEAREST[kind] ?? DEAREST.completions ?? []) : namesOf(asked.model)
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

function parse(body: Uint8Array): Json | null {
  if (body.length > LARGEST_READ) return null
  try {
    const json: unknown = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.length).toString())
    return isObject(json) ? json : null
  } catch {
    return null
  }
}
