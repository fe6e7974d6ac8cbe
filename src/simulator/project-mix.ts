import type { EmbeddingModelId, ServiceTier, TextModelId } from './catalogue.ts'
import type { Profile } from './demand.ts'
import { mix, pick } from './random.ts'
import type { UsageKind } from './stream.ts'

/** One ingredient of a project: what is called, how often on a weekday, and how large a call is. */
export type Ingredient =
  | {
      readonly use: 'text'
      readonly model: TextModelId
      readonly requests: number
      readonly input: number
      readonly cachedShare: number
      readonly output: number
      readonly batch?: true
      readonly tier?: ServiceTier
    }
  | { readonly use: 'embedding'; readonly model: EmbeddingModelId; readonly requests: number; readonly input: number }
  | {
      readonly use: 'piece'
      readonly kind: Exclude<UsageKind, 'completions' | 'embeddings'>
      readonly requests: number
      readonly pieces: number
    }

export type ProjectMix = {
  readonly name: string
  readonly profile: Profile
  readonly ingredients: readonly Ingredient[]
}

type Shape = { cached?: number; batch?: true; tier?: ServiceTier }

function text(model: TextModelId, requests: number, input: number, output: number, shape: Shape = {}): Ingredient {
  const { cached = 0.3, ...rest } = shape
  return { use: 'text', model, requests, input, output, cachedShare: cached, ...rest }
}

function embedding(model: EmbeddingModelId, requests: number, input: number): Ingredient {
  return { use: 'embedding', model, requests, input }
}

function piece(kind: Extract<Ingredient, { use: 'piece' }>['kind'], requests: number, pieces = 1): Ingredient {
  return { use: 'piece', kind, requests, pieces }
}

/** The first one is the project that runs away. The last two are the archived and the young one. */
export const NAMED_MIXES: readonly ProjectMix[] = [
  {
    name: 'chatbot-experiment',
    profile: 'office',
    ingredients: [
      text('gpt-4o-2024-08-06', 3_900, 1_400, 320),
      text('gpt-4o-mini-2024-07-18', 2_600, 900, 210),
      embedding('text-embedding-3-small', 3, 7),
      piece('moderations', 4_400, 210),
    ],
  },
  {
    name: 'batch-embed',
    profile: 'night',
    ingredients: [
      embedding('text-embedding-3-large', 24_000, 1_100),
      embedding('text-embedding-3-small', 41_000, 640),
      text('gpt-4.1-nano-2025-04-14', 18_000, 1_900, 120, { batch: true }),
    ],
  },
  {
    name: 'search-rerank',
    profile: 'always',
    ingredients: [
      text('gpt-4.1-mini-2025-04-14', 16_000, 2_300, 60, { cached: 0.6 }),
      embedding('text-embedding-3-small', 16_400, 42),
      piece('file_search_calls', 900),
      piece('vector_stores', 1, 21e9),
    ],
  },
  {
    name: 'ocr-invoices',
    profile: 'office',
    ingredients: [
      text('gpt-4o-2024-08-06', 1_200, 3_100, 540, { batch: true }),
      text('gpt-4.1-2025-04-14', 420, 4_800, 760, { cached: 0.15 }),
      text('ft:gpt-4o-mini-2024-07-18:hangang::Bq7x2Lr9', 2_100, 1_700, 260),
    ],
  },
  {
    name: 'support-copilot',
    profile: 'always',
    ingredients: [
      text('gpt-5-2025-08-07', 1_100, 5_200, 900, { cached: 0.55, tier: 'priority' }),
      text('gpt-5-mini-2025-08-07', 5_200, 3_400, 480, { cached: 0.5 }),
      piece('web_search_calls', 340),
      piece('moderations', 6_000, 180),
    ],
  },
  {
    name: 'marketing-copy',
    profile: 'office',
    ingredients: [
      text('gpt-4.1-2025-04-14', 640, 1_500, 1_300),
      piece('images', 90, 1.4),
      text('gpt-5-nano-2025-08-07', 1_900, 700, 350, { tier: 'flex' }),
    ],
  },
  {
    name: 'meeting-notes',
    profile: 'office',
    ingredients: [
      piece('audio_transcriptions', 130, 2_300),
      text('gpt-4.1-mini-2025-04-14', 260, 11_000, 1_400),
      piece('audio_speeches', 45, 1_600),
    ],
  },
  {
    name: 'code-review-bot',
    profile: 'office',
    ingredients: [
      text('o4-mini-2025-04-16', 480, 9_500, 2_600, { cached: 0.45 }),
      text('o3-2025-04-16', 60, 12_000, 3_900, { tier: 'flex' }),
      piece('code_interpreter_sessions', 70),
    ],
  },
]

/** Somebody of the last named project tries the newest model. */
const TRIAL = text('gpt-6-mini-2026-11-12', 180, 4_200, 900)

export function mixOf(index: number, hash: number, hasNewModel: boolean): ProjectMix {
  const named = NAMED_MIXES[index]
  if (named !== undefined) {
    const isTrying = hasNewModel && index === NAMED_MIXES.length - 1
    return isTrying ? { ...named, ingredients: [...named.ingredients, TRIAL] } : named
  }
  const template = pick(hash, ...ORDINARY)
  const scale = 0.25 + (mix(hash, 7) % 300) / 100
  return {
    name: `project-${String(index + 1).padStart(3, '0')}`,
    profile: template.profile,
    ingredients: template.ingredients.map((one) => ({ ...one, requests: Math.max(1, one.requests * scale) })),
  }
}

const [first, ...others] = NAMED_MIXES
const ORDINARY: readonly [ProjectMix, ...ProjectMix[]] = [
  first ?? { name: '', profile: 'flat', ingredients: [] },
  ...others,
]
