export type ServiceTier = 'default' | 'flex' | 'priority'

/** Dollars per million tokens: input, cached input, output. */
export type TokenPrices = readonly [input: number, cached: number, output: number]

/** What the simulated provider sells and at what price. */
export type TextModel = {
  readonly id: string
  /** The name that its rate-limit row carries. */
  readonly family: string
  readonly standard: TokenPrices
  readonly batch?: TokenPrices
  readonly flex?: TokenPrices
  readonly priority?: TokenPrices
}

/** OpenAI's list prices of 2026-01-24. Cached input of the older models gets no discount in a batch. */
export const TEXT_MODELS = [
  {
    id: 'gpt-4o-2024-08-06',
    family: 'gpt-4o',
    standard: [2.5, 1.25, 10],
    batch: [1.25, 1.25, 5],
    priority: [4.25, 2.125, 17],
  },
  {
    id: 'gpt-4o-mini-2024-07-18',
    family: 'gpt-4o-mini',
    standard: [0.15, 0.075, 0.6],
    batch: [0.075, 0.075, 0.3],
    priority: [0.25, 0.125, 1],
  },
  {
    id: 'gpt-4.1-2025-04-14',
    family: 'gpt-4.1',
    standard: [2, 0.5, 8],
    batch: [1, 1, 4],
    priority: [3.5, 0.875, 14],
  },
  {
    id: 'gpt-4.1-mini-2025-04-14',
    family: 'gpt-4.1-mini',
    standard: [0.4, 0.1, 1.6],
    batch: [0.2, 0.2, 0.8],
    priority: [0.7, 0.175, 2.8],
  },
  {
    id: 'gpt-4.1-nano-2025-04-14',
    family: 'gpt-4.1-nano',
    standard: [0.1, 0.025, 0.4],
    batch: [0.05, 0.05, 0.2],
    priority: [0.2, 0.05, 0.8],
  },
  {
    id: 'gpt-5-2025-08-07',
    family: 'gpt-5',
    standard: [1.25, 0.125, 10],
    batch: [0.625, 0.0625, 5],
    flex: [0.625, 0.0625, 5],
    priority: [2.5, 0.25, 20],
  },
  {
    id: 'gpt-5-mini-2025-08-07',
    family: 'gpt-5-mini',
    standard: [0.25, 0.025, 2],
    batch: [0.125, 0.0125, 1],
    flex: [0.125, 0.0125, 1],
    priority: [0.45, 0.045, 3.6],
  },
  {
    id: 'gpt-5-nano-2025-08-07',
    family: 'gpt-5-nano',
    standard: [0.05, 0.005, 0.4],
    batch: [0.025, 0.0025, 0.2],
    flex: [0.025, 0.0025, 0.2],
  },
  {
    id: 'o3-2025-04-16',
    family: 'o3',
    standard: [2, 0.5, 8],
    batch: [1, 1, 4],
    flex: [1, 0.25, 4],
    priority: [3.5, 0.875, 14],
  },
  {
    id: 'o4-mini-2025-04-16',
    family: 'o4-mini',
    standard: [1.1, 0.275, 4.4],
    batch: [0.55, 0.55, 2.2],
    flex: [0.55, 0.138, 2.2],
    priority: [2, 0.5, 8],
  },
  {
    id: 'ft:gpt-4o-mini-2024-07-18:hangang::Bq7x2Lr9',
    family: 'ft:gpt-4o-mini-2024-07-18:hangang::Bq7x2Lr9',
    standard: [0.3, 0.15, 1.2],
    batch: [0.15, 0.075, 0.6],
  },
] as const satisfies readonly TextModel[]

/** So new that no price list knows it; it is there when somebody asked for it (`hasNewModel`). */
export const NEW_MODEL = {
  id: 'gpt-6-mini-2026-11-12',
  family: 'gpt-6-mini',
  standard: [0.6, 0.06, 4.8],
} as const satisfies TextModel

export type TextModelId = (typeof TEXT_MODELS)[number]['id'] | typeof NEW_MODEL.id

export const EMBEDDING_MODELS = [
  { id: 'text-embedding-3-small', input: 0.02, dimensions: 1536 },
  { id: 'text-embedding-3-large', input: 0.13, dimensions: 3072 },
] as const

export type EmbeddingModelId = (typeof EMBEDDING_MODELS)[number]['id']

/** Things that are not billed by token: dollars per piece. */
export const PIECE_PRICES = {
  image: 0.04,
  speechCharacter: 0.000015,
  transcriptionSecond: 0.0001,
  storageBytesOneDay: 1e-10,
  codeInterpreterSession: 0.03,
  fileSearchCall: 0.0025,
  webSearchCall: 0.01,
} as const

/** A tier in which a model is not sold costs what it costs without one. */
export function tokenPrices(modelId: string, batch: boolean, tier: ServiceTier): TokenPrices {
  const model = findTextModel(modelId)
  if (model === undefined) return [0, 0, 0]
  const wanted = batch ? model.batch : tier === 'default' ? model.standard : model[tier]
  return wanted ?? model.standard
}

export function findTextModel(name: string): TextModel | undefined {
  return [...TEXT_MODELS, NEW_MODEL].find((model) => model.id === name || model.family === name)
}

export function findEmbeddingModel(name: string): (typeof EMBEDDING_MODELS)[number] | undefined {
  return EMBEDDING_MODELS.find((model) => model.id === name)
}

/** Fine-tunes are billed under `ft-<base>`, not under their own id. */
export function billedName(modelId: string): string {
  return modelId.startsWith('ft:') ? `ft-${modelId.split(':')[1] ?? modelId}` : modelId
}
