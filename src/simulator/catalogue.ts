/** What the simulated provider sells and at what price: dollars per million tokens unless said otherwise. */
export type TextModel = {
  readonly id: string
  /** The name that its rate-limit row carries. */
  readonly family: string
  readonly input: number
  readonly cached: number
  readonly output: number
}

export type ServiceTier = 'default' | 'flex' | 'priority'

export const TEXT_MODELS = [
  { id: 'gpt-4o-2024-08-06', family: 'gpt-4o', input: 2.5, cached: 1.25, output: 10 },
  { id: 'gpt-4o-mini-2024-07-18', family: 'gpt-4o-mini', input: 0.15, cached: 0.075, output: 0.6 },
  { id: 'gpt-4.1-2025-04-14', family: 'gpt-4.1', input: 2, cached: 0.5, output: 8 },
  { id: 'gpt-4.1-mini-2025-04-14', family: 'gpt-4.1-mini', input: 0.4, cached: 0.1, output: 1.6 },
  { id: 'gpt-4.1-nano-2025-04-14', family: 'gpt-4.1-nano', input: 0.1, cached: 0.025, output: 0.4 },
  { id: 'gpt-5-2025-08-07', family: 'gpt-5', input: 1.25, cached: 0.125, output: 10 },
  { id: 'gpt-5-mini-2025-08-07', family: 'gpt-5-mini', input: 0.25, cached: 0.025, output: 2 },
  { id: 'gpt-5-nano-2025-08-07', family: 'gpt-5-nano', input: 0.05, cached: 0.005, output: 0.4 },
  { id: 'o3-2025-04-16', family: 'o3', input: 2, cached: 0.5, output: 8 },
  { id: 'o4-mini-2025-04-16', family: 'o4-mini', input: 1.1, cached: 0.275, output: 4.4 },
  {
    id: 'ft:gpt-4o-mini-2024-07-18:hangang::Bq7x2Lr9',
    family: 'ft:gpt-4o-mini-2024-07-18:hangang::Bq7x2Lr9',
    input: 0.3,
    cached: 0.15,
    output: 1.2,
  },
] as const satisfies readonly TextModel[]

/** So new that no price list knows it; it is there when somebody asked for it (`hasNewModel`). */
export const NEW_MODEL = {
  id: 'gpt-6-mini-2026-11-12',
  family: 'gpt-6-mini',
  input: 0.6,
  cached: 0.06,
  output: 4.8,
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

/** A batch or flex token costs half, a priority token 1.7 times as much. */
export function priceFactor(batch: boolean, tier: ServiceTier): number {
  if (batch || tier === 'flex') return 0.5
  return tier === 'priority' ? 1.7 : 1
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
