import { UNITS_PER_DOLLAR } from './amount.ts'
import {
  billedName,
  type EmbeddingModelId,
  findEmbeddingModel,
  PIECE_PRICES,
  type ServiceTier,
  tokenPrices,
} from './catalogue.ts'
import type { Component, UsageKind } from './stream.ts'

const MILLION = 1e6
const requests: Component = { counter: 'num_model_requests', bill: null }

/** Uncached input, cached input, output, requests: in this order everywhere. */
export function textComponents(modelId: string, batch: boolean, tier: ServiceTier): Component[] {
  const [input, cached, output] = tokenPrices(modelId, batch, tier)
  const name = billedName(modelId) + (batch ? ' batch' : tier === 'default' ? '' : ` ${tier}`)
  const token = (counter: string, text: string, price: number): Component => ({
    counter,
    bill: { lineItem: `${name}, ${text}`, unitPrice: perToken(price), quantityUnit: 'tokens' },
  })
  return [
    token('input_uncached_tokens', 'input', input),
    token('input_cached_tokens', 'cached input', cached),
    token('output_tokens', 'output', output),
    requests,
  ]
}

export function embeddingComponents(modelId: EmbeddingModelId): Component[] {
  const price = findEmbeddingModel(modelId)?.input ?? 0
  return [
    {
      counter: 'input_tokens',
      bill: { lineItem: `${modelId}, input`, unitPrice: perToken(price), quantityUnit: 'tokens' },
    },
    requests,
  ]
}

export type PieceKind = Exclude<UsageKind, 'completions' | 'embeddings'>

/** Line items are human text without a schema: some name a model, some a tool, some neither (quirk 7). */
export function pieceComponents(kind: PieceKind): Component[] {
  switch (kind) {
    case 'moderations':
      return [{ counter: 'input_tokens', bill: null }, requests]
    case 'images':
      return [piece('images', 'DALL·E 3 standard 1024x1024', PIECE_PRICES.image, 'images'), requests]
    case 'audio_speeches':
      return [piece('characters', 'tts-1 audio, output', PIECE_PRICES.speechCharacter, 'characters'), requests]
    case 'audio_transcriptions':
      return [piece('seconds', 'whisper-1', PIECE_PRICES.transcriptionSecond, 'duration_seconds'), requests]
    case 'vector_stores':
      return [piece('usage_bytes', 'assistants api | file search', PIECE_PRICES.storageBytesOneDay, null)]
    case 'code_interpreter_sessions':
      return [piece('num_sessions', 'code interpreter', PIECE_PRICES.codeInterpreterSession, null)]
    case 'file_search_calls':
      return [piece('num_requests', 'file search tool calls', PIECE_PRICES.fileSearchCall, null)]
    case 'web_search_calls':
      return [piece('num_requests', 'web search tool calls', PIECE_PRICES.webSearchCall, null), requests]
  }
}

function piece(counter: string, lineItem: string, dollars: number, quantityUnit: string | null): Component {
  return { counter, bill: { lineItem, unitPrice: Math.round(dollars * UNITS_PER_DOLLAR), quantityUnit } }
}

function perToken(dollarsPerMillion: number): number {
  return Math.round((dollarsPerMillion * UNITS_PER_DOLLAR) / MILLION)
}
