import { expect, test } from 'vitest'
import { keptPrices } from './kept-prices.ts'
import type { Part } from './parts.ts'
import { PriceTable } from './price-table.ts'
import { priceUsage } from './price-usage.ts'
import { nothingCounted, type Quantities, seriesOf, type UsageKind } from './usage.ts'

const table = new PriceTable(keptPrices, [])
const MILLION = 1_000_000

function cost(
  kind: UsageKind,
  series: Parameters<typeof seriesOf>[1],
  counts: Partial<Quantities>,
  day: string,
): string {
  return priceUsage(table, seriesOf(kind, series), day, { ...nothingCounted, ...counts }).cost
}

const PLAIN: Partial<Quantities> = {
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  inputAudioTokens: 0,
  inputImageTokens: 0,
  cachedAudioTokens: 0,
  cachedImageTokens: 0,
  outputAudioTokens: 0,
  outputImageTokens: 0,
}

const COUNTED_AS: Partial<Record<Part, Partial<Quantities>>> = {
  input: { inputTokens: MILLION, outputTokens: 0 },
  'cached input': { inputTokens: MILLION, cachedInputTokens: MILLION, outputTokens: 0 },
  'cache write': { inputTokens: MILLION, cacheWriteTokens: MILLION, outputTokens: 0 },
  output: { inputTokens: 0, outputTokens: MILLION },
  'audio input': { inputTokens: MILLION, inputAudioTokens: MILLION, outputTokens: 0 },
  'audio output': { inputTokens: 0, outputTokens: MILLION, outputAudioTokens: MILLION },
  'image input': { inputTokens: MILLION, inputImageTokens: MILLION, outputTokens: 0 },
  'image output': { inputTokens: 0, outputTokens: MILLION, outputImageTokens: MILLION },
}

/** Written down from OpenAI's price pages, apart from the file under test: model, tier, part, dollars per million, day. */
const TOKENS: readonly [model: string, tier: string, part: Part, dollars: string, day: string][] = [
  ['gpt-4o-2024-08-06', 'default', 'input', '2.5', '2026-01-24'],
  ['gpt-4o-2024-08-06', 'default', 'cached input', '1.25', '2026-01-24'],
  ['gpt-4o-2024-11-20', 'default', 'output', '10', '2026-01-24'],
  ['gpt-4o-2024-08-06', 'batch', 'input', '1.25', '2026-01-24'],
  ['gpt-4o-2024-08-06', 'batch', 'output', '5', '2026-01-24'],
  ['gpt-4o', 'priority', 'input', '4.25', '2026-01-24'],
  ['gpt-4o', 'fast', 'output', '17', '2026-01-24'],
  ['gpt-4o-2024-05-13', 'default', 'input', '5', '2026-01-24'],
  ['gpt-4o-2024-05-13', 'priority', 'output', '26.25', '2026-01-24'],
  ['chatgpt-4o-latest', 'default', 'output', '15', '2026-01-24'],
  ['gpt-4o-mini-2024-07-18', 'default', 'input', '0.15', '2026-01-24'],
  ['gpt-4o-mini-2024-07-18', 'default', 'cached input', '0.075', '2026-01-24'],
  ['gpt-4.1-2025-04-14', 'default', 'cached input', '0.5', '2026-01-24'],
  ['gpt-4.1-mini', 'priority', 'cached input', '0.175', '2026-01-24'],
  ['gpt-4.1-nano', 'batch', 'output', '0.2', '2026-01-24'],
  ['gpt-5-2025-08-07', 'default', 'cached input', '0.125', '2026-01-24'],
  ['gpt-5', 'flex', 'output', '5', '2026-01-24'],
  ['gpt-5', 'priority', 'input', '2.5', '2026-01-24'],
  ['gpt-5-codex', 'priority', 'output', '20', '2026-01-24'],
  ['gpt-5-mini-2025-08-07', 'batch', 'cached input', '0.0125', '2026-01-24'],
  ['gpt-5-nano-2025-08-07', 'flex', 'cached input', '0.0025', '2026-01-24'],
  ['gpt-5-pro-2025-10-06', 'default', 'output', '120', '2026-01-24'],
  ['gpt-5.1-codex-max', 'default', 'input', '1.25', '2026-01-24'],
  ['gpt-5.2-2025-12-11', 'default', 'output', '14', '2026-01-24'],
  ['gpt-5.2', 'priority', 'cached input', '0.35', '2026-01-24'],
  ['gpt-5.4-2026-03-05', 'default', 'input', '2.5', '2026-06-04'],
  ['gpt-5.4-mini', 'priority', 'output', '9', '2026-06-04'],
  ['gpt-5.5', 'priority', 'input', '12.5', '2026-06-04'],
  ['gpt-5.6-luna', 'default', 'input', '1', '2026-07-29'],
  ['gpt-5.6-luna', 'default', 'input', '0.2', '2026-07-30'],
  ['gpt-5.6-sol-2026-06-26', 'default', 'output', '30', '2026-08-20'],
  ['gpt-5.6-sol-2026-06-26', 'default', 'output', '20', '2026-08-21'],
  ['gpt-5.6-sol', 'default', 'cache write', '5', '2026-08-21'],
  ['gpt-6-luna', 'default', 'cache write', '0.125', '2026-09-23'],
  ['o3-2025-04-16', 'default', 'input', '10', '2025-06-09'],
  ['o3-2025-04-16', 'default', 'cached input', '2.5', '2025-06-09'],
  ['o3-2025-04-16', 'default', 'input', '2', '2025-06-10'],
  ['o3-2025-04-16', 'default', 'output', '8', '2026-01-24'],
  ['o4-mini-2025-04-16', 'flex', 'cached input', '0.138', '2026-01-24'],
  ['o1-pro-2025-03-19', 'default', 'output', '600', '2026-01-24'],
  ['ft:gpt-4o-mini-2024-07-18:hangang::Bq7x2Lr9', 'default', 'input', '0.3', '2026-01-24'],
  ['ft:gpt-4o-mini-2024-07-18:hangang::Bq7x2Lr9', 'default', 'cached input', '0.15', '2026-01-24'],
  ['ft-gpt-4o-2024-08-06', 'default', 'output', '15', '2026-01-24'],
  ['ft:gpt-4.1-2025-04-14:hangang:reply:A1', 'batch', 'cached input', '0.5', '2026-01-24'],
  ['gpt-4-0613', 'default', 'input', '30', '2026-01-24'],
  ['gpt-3.5-turbo-0125', 'default', 'output', '1.5', '2026-01-24'],
  ['gpt-4o-audio-preview-2025-06-03', 'default', 'audio input', '40', '2026-01-24'],
  ['gpt-4o-realtime-preview-2025-06-03', 'default', 'audio output', '80', '2026-01-24'],
  ['gpt-realtime', 'default', 'image input', '5', '2026-01-24'],
  ['gpt-audio-mini-2025-12-15', 'default', 'audio output', '20', '2026-01-24'],
  ['gpt-image-1', 'default', 'image output', '40', '2026-01-24'],
]

test.each(TOKENS)('a million tokens of %s (%s, %s) cost $%s on %s', (model, serviceTier, part, dollars, day) => {
  const batch = serviceTier === 'batch'
  const counts = { ...PLAIN, ...COUNTED_AS[part] }
  expect(cost('completions', { model, batch, serviceTier: batch ? null : serviceTier }, counts, day)).toBe(dollars)
})

const OTHERS: readonly [string, UsageKind, Parameters<typeof seriesOf>[1], Partial<Quantities>, string][] = [
  [
    'a million tokens of text-embedding-3-small',
    'embeddings',
    { model: 'text-embedding-3-small' },
    { inputTokens: MILLION },
    '0.02',
  ],
  [
    'a million tokens of text-embedding-ada-002',
    'embeddings',
    { model: 'text-embedding-ada-002-v2' },
    { inputTokens: MILLION },
    '0.1',
  ],
  ['moderation', 'moderations', { model: 'omni-moderation-latest' }, { inputTokens: MILLION }, '0'],
  ['a small image', 'images', { model: 'dall-e-3', size: '1024x1024' }, { images: 1 }, '0.04'],
  ['a wide image', 'images', { model: 'dall-e-3', size: '1792x1024' }, { images: 1 }, '0.08'],
  ['a wide image in hd', 'images', { model: 'dall-e-3', size: 'hd 1792x1024' }, { images: 1 }, '0.12'],
  ['an image whose size is not told', 'images', { model: 'dall-e-3' }, { images: 1 }, '0.08'],
  [
    'an image by tokens, at its best quality',
    'images',
    { model: 'gpt-image-1', size: '1024x1024' },
    { images: 1 },
    '0.167',
  ],
  ['a million characters of tts-1-hd', 'audio_speeches', { model: 'tts-1-hd' }, { characters: MILLION }, '30'],
  ['a minute of whisper-1', 'audio_transcriptions', { model: 'whisper-1' }, { seconds: 60 }, '0.006'],
  [
    'a minute of gpt-4o-mini-transcribe',
    'audio_transcriptions',
    { model: 'gpt-4o-mini-transcribe' },
    { seconds: 60 },
    '0.003',
  ],
  ['a gibibyte for a day', 'vector_stores', {}, { byteMinutes: String(2 ** 30 * 1_440) }, '0.1'],
  ['a code interpreter session', 'code_interpreter_sessions', {}, { sessions: 1 }, '0.03'],
  ['a thousand file searches', 'file_search_calls', {}, { toolCalls: 1_000 }, '2.5'],
  ['a thousand web searches', 'web_search_calls', { model: 'gpt-5-mini-2025-08-07' }, { toolCalls: 1_000 }, '10'],
  [
    'a thousand searches by a search model',
    'web_search_calls',
    { model: 'gpt-4o-search-preview' },
    { toolCalls: 1_000 },
    '25',
  ],
]

test.each(OTHERS)('%s (%s)', (_name, kind, series, counts, dollars) => {
  expect(cost(kind, series, counts, '2026-01-24')).toBe(dollars)
})

test('every line of the kept table names a source and a day on which it was read', () => {
  for (const { source } of keptPrices.lines) expect(keptPrices.sources[source]?.readOn).toBeDefined()
})

test('no name belongs to two models', () => {
  const names = Object.values(keptPrices.models).flatMap((model) => model.names)
  expect(names.toSorted()).toEqual([...new Set(names)].toSorted())
})
