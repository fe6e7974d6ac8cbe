import { DAY } from '../platform/clock.ts'
import type { ApiKey } from './api-key.ts'
import { findTextModel } from './catalogue.ts'
import { measureRhythm, type Profile } from './demand.ts'
import type { Ingredient, ProjectMix } from './project-mix.ts'
import { alphanumeric, between, mix, pick } from './random.ts'
import type { Component, Stream } from './stream.ts'
import { embeddingComponents, pieceComponents, textComponents } from './tariff.ts'

export type Place = {
  readonly projectId: string
  readonly hash: number
  readonly apiKeys: readonly ApiKey[]
  readonly from: number
  readonly to: number
}

export function projectStreams(place: Place, mixture: ProjectMix): Stream[] {
  // Text is called with both keys, the second one less, so that grouping by key has something to show.
  const streams = mixture.ingredients.flatMap((one, index) =>
    one.use === 'text'
      ? place.apiKeys.map((key, keyIndex) => ingredientStream(place, mixture.profile, one, index * 2 + keyIndex, key))
      : [ingredientStream(place, mixture.profile, one, index * 2, place.apiKeys[0])],
  )
  return [...streams, refunds(place)]
}

function ingredientStream(
  place: Place,
  profile: Profile,
  ingredient: Ingredient,
  index: number,
  key: ApiKey | undefined,
): Stream {
  const hash = mix(place.hash, 1_000 + index)
  const rhythm = {
    hash,
    profile: ingredient.use === 'piece' && ingredient.kind === 'vector_stores' ? ('flat' as const) : profile,
    requestsPerDay: ingredient.requests * (index % 2 === 0 ? 1 : 0.35) * between(mix(hash, 5), 0.8, 1.2),
    perRequest: perRequestOf(ingredient),
    from: place.from,
    to: place.to,
  }
  return {
    ...base(hash, place.projectId),
    ...dimensionsOf(ingredient, hash),
    apiKeyId: key?.id ?? null,
    userId: key?.owner.type === 'user' ? key.owner.id : null,
    components: componentsOf(ingredient),
    measure: (from, to) => measureRhythm(rhythm, from, to),
  }
}

function perRequestOf(ingredient: Ingredient): number[] {
  switch (ingredient.use) {
    case 'text': {
      const cached = ingredient.input * ingredient.cachedShare
      return [ingredient.input - cached, cached, ingredient.output, 1]
    }
    case 'embedding':
      return [ingredient.input, 1]
    case 'piece':
      return pieceComponents(ingredient.kind).map((_, index) => (index === 0 ? ingredient.pieces : 1))
  }
}

function componentsOf(ingredient: Ingredient): Component[] {
  switch (ingredient.use) {
    case 'text':
      return textComponents(ingredient.model, ingredient.batch ?? false, ingredient.tier ?? 'default')
    case 'embedding':
      return embeddingComponents(ingredient.model)
    case 'piece':
      return pieceComponents(ingredient.kind)
  }
}

const PIECE_MODELS: Readonly<Record<string, string>> = {
  moderations: 'omni-moderation-latest',
  images: 'dall-e-3',
  audio_speeches: 'tts-1',
  audio_transcriptions: 'whisper-1',
  web_search_calls: 'gpt-5-mini-2025-08-07',
}

function dimensionsOf(ingredient: Ingredient, hash: number): Partial<Stream> & Pick<Stream, 'kind'> {
  switch (ingredient.use) {
    case 'text':
      return {
        kind: 'completions',
        model: ingredient.model,
        family: findTextModel(ingredient.model)?.family ?? ingredient.model,
        batch: ingredient.batch ?? false,
        tier: ingredient.tier ?? 'default',
      }
    case 'embedding':
      return { kind: 'embeddings', model: ingredient.model, family: ingredient.model }
    case 'piece': {
      const model = PIECE_MODELS[ingredient.kind] ?? null
      return { kind: ingredient.kind, model, family: model, extra: extraOf(ingredient.kind, hash) }
    }
  }
}

function extraOf(kind: Stream['kind'], hash: number): Record<string, string> {
  if (kind === 'images') return { size: '1024x1024', source: 'image.generation' }
  if (kind === 'file_search_calls') return { vector_store_id: `vs_${alphanumeric(hash, 24)}` }
  if (kind === 'web_search_calls') return { context_level: pick(hash, 'low', 'medium', 'high') }
  return {}
}

/** A few days a year a project gets something back: a negative row whose line names no model. */
function refunds(place: Place): Stream {
  return adjustment(mix(place.hash, 9_000), place.projectId, 'service credit adjustment', -1, (day, hash) =>
    day * DAY >= place.from && day * DAY < place.to && mix(hash, day) % 37 === 0
      ? Math.floor(between(mix(hash, day + 1), 1.2e8, 9.4e10))
      : 0,
  )
}

/** What the organization pays as a whole: a bundle every day, and now and then a charge without any text. */
export function organizationStreams(seed: number, firstDay: number): Stream[] {
  const bundle = adjustment(mix(seed, 9_001), null, 'Scale Tier bundle | gpt-4o', 1, (day) =>
    day * DAY >= firstDay ? 180_000_000_000 : 0,
  )
  const unnamed = adjustment(mix(seed, 9_002), null, null, 1, (day, hash) =>
    day * DAY >= firstDay && mix(hash, day) % 5 === 0 ? Math.floor(between(mix(hash, day + 1), 1e7, 7e9)) : 0,
  )
  return [bundle, unnamed]
}

function adjustment(
  hash: number,
  projectId: string | null,
  lineItem: string | null,
  unitPrice: 1 | -1,
  unitsOn: (day: number, hash: number) => number,
): Stream {
  const throughDay = (day: number, at: number) =>
    Math.floor(unitsOn(day, hash) * Math.min(1, Math.max(0, (at - day * DAY) / DAY)))
  return {
    ...base(hash, projectId),
    components: [{ counter: 'units', bill: { lineItem, unitPrice, quantityUnit: null } }],
    measure: (from, to) => {
      let units = 0
      for (let day = Math.floor(from / DAY); day * DAY < to; day += 1)
        units += throughDay(day, to) - throughDay(day, from)
      return [units]
    },
  }
}

/** What streams have in common until somebody says otherwise. */
export function base(hash: number, projectId: string | null): Omit<Stream, 'components' | 'measure'> {
  return {
    hash,
    projectId,
    kind: 'adjustment',
    apiKeyId: null,
    userId: null,
    model: null,
    family: null,
    batch: false,
    tier: 'default',
    extra: {},
    isRecorded: false,
  }
}
