import { EMBEDDING_MODELS, NEW_MODEL, TEXT_MODELS } from './catalogue.ts'

export const FIGURES = [
  'max_requests_per_1_minute',
  'max_tokens_per_1_minute',
  'max_images_per_1_minute',
  'max_audio_megabytes_per_1_minute',
  'max_requests_per_1_day',
  'batch_1_day_max_input_tokens',
] as const

export type Figure = (typeof FIGURES)[number]

export type RateLimitRow = {
  readonly object: 'project.rate_limit'
  readonly id: string
  readonly model: string
  readonly max_requests_per_1_minute: number
  readonly max_tokens_per_1_minute: number
} & { readonly [name in Figure]?: number }

type More = { readonly [name in Figure]?: number }

function row(model: string, requests: number, tokens: number, more: More = {}): RateLimitRow {
  return {
    object: 'project.rate_limit',
    id: `rl-${model}`,
    model,
    max_requests_per_1_minute: requests,
    max_tokens_per_1_minute: tokens,
    ...more,
  }
}

const batch = (tokens: number): More => ({ batch_1_day_max_input_tokens: tokens })

/** The row that a model gets on the day it appears. */
export function rowOfNewModel(family: string): RateLimitRow {
  return row(family, 10_000, 2_000_000, batch(200_000_000))
}

/** What the organization has from its tier; a project starts with the same and may never have more. */
export function defaultRows(hasNewModel = false): RateLimitRow[] {
  const models = hasNewModel ? [...TEXT_MODELS, NEW_MODEL] : TEXT_MODELS
  return [
    row('*default', 5_000, 450_000),
    ...models.map(({ family }) => rowOfNewModel(family)),
    row('gpt-4o-shared', 10_000, 2_000_000),
    row('gpt-4.1-shared', 10_000, 2_000_000),
    row('gpt-4-turbo', 5_000, 600_000, batch(80_000_000)),
    row('gpt-3.5-turbo', 10_000, 10_000_000, batch(1_000_000_000)),
    ...EMBEDDING_MODELS.map((model) => row(model.id, 10_000, 5_000_000, batch(500_000_000))),
    row('omni-moderation-latest', 2_000, 250_000),
    row('dall-e-3', 500, 0, { max_images_per_1_minute: 50, max_requests_per_1_day: 20_000 }),
    row('tts-1', 500, 0),
    row('whisper-1', 500, 0, { max_audio_megabytes_per_1_minute: 1_000 }),
  ]
}
