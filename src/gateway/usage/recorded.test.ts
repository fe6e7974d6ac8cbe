import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { addDecimals } from '../../platform/money.ts'
import { nothingCounted, PriceTable, priceUsage, type Quantities, seriesOf } from '../../pricing/index.ts'
import { keptPrices } from '../../pricing/kept-prices.ts'
import { endpointOf } from '../endpoint.ts'
import { JsonReader } from './json-reader.ts'

// Facts from recorded provider responses, as pydantic/genai-prices (MIT) reads and prices them: scripts/recorded/write.ts.
type Fact = {
  /** How many of its responses said exactly this. */
  times: number
  form: keyof typeof PATHS
  model: string | null
  usage: unknown
  read: Partial<Record<string, number>>
  /** Null: OpenAI sells no such model. */
  charged: { input: string; output: string } | null
}

const PATHS = { chat: '/chat/completions', responses: '/responses', embeddings: '/embeddings' }
/** Their prices are those of this day. */
const DAY = '2025-11-06'
const table = new PriceTable(keptPrices, [])
const facts: Fact[] = readFileSync(new URL('../../../test/recorded/usages.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line))
const responses = (some: readonly Fact[]) => some.reduce((sum, { times }) => sum + times, 0)

function countsOf({ form, model, usage }: Fact): Partial<Quantities> {
  const reader = new JsonReader(endpointOf('POST', PATHS[form]))
  const body = Buffer.from(
    JSON.stringify({ id: 'x', model, choices: [{ text: 'usage: {"prompt_tokens": 1}' }], usage }),
  )
  for (let at = 0; at < body.length; at += 37) reader.push(body.subarray(at, at + 37))
  reader.end()
  return reader.reading.counted?.quantities ?? {}
}

/** Reasoning is not kept apart: it lies inside the output and costs what output costs. */
const NAMES = {
  input_tokens: 'inputTokens',
  output_tokens: 'outputTokens',
  cache_read_tokens: 'cachedInputTokens',
  cache_write_tokens: 'cacheWriteTokens',
  input_audio_tokens: 'inputAudioTokens',
  output_audio_tokens: 'outputAudioTokens',
} as const satisfies Readonly<Record<string, keyof Quantities>>

test('every recorded usage in OpenAI’s shape is read as the same tokens, whoever sold them', () => {
  for (const fact of facts) {
    const counts = countsOf(fact)
    for (const [theirs, ours] of Object.entries(NAMES))
      expect.soft(counts[ours] ?? 0, `${theirs} of ${JSON.stringify(fact.usage)}`).toBe(fact.read[theirs] ?? 0)
  }
  expect(responses(facts)).toBe(663)
})

/** Where we mean to differ, and why. */
function differenceOf({ model }: Fact): string | null {
  if (model === 'gpt-oss-120b') return 'open weights: OpenAI has no price for it, so it is unknown here'
  if (model?.startsWith('gpt-4o-audio-preview')) return 'sound costs 16 times what text does: they price it as text'
  return null
}

test('what OpenAI sells costs the same to the last decimal, or the difference is known', () => {
  const told = new Map<string, number>()
  for (const fact of facts) {
    if (fact.charged === null) continue
    const kind = fact.form === 'embeddings' ? 'embeddings' : 'completions'
    const priced = priceUsage(table, seriesOf(kind, { model: fact.model }), DAY, {
      ...nothingCounted,
      ...countsOf(fact),
    })
    const known = differenceOf(fact)
    const verdict = known ?? 'agrees'
    told.set(verdict, (told.get(verdict) ?? 0) + fact.times)
    if (known === null) {
      const charged = addDecimals(fact.charged.input, fact.charged.output)
      expect.soft(priced.cost, JSON.stringify(fact)).toBe(charged)
      expect.soft(priced.unpriced).toEqual([])
    } else {
      expect.soft(priced.cost).not.toBe(addDecimals(fact.charged.input, fact.charged.output))
    }
  }
  expect(Object.fromEntries(told)).toEqual({
    agrees: 415,
    'open weights: OpenAI has no price for it, so it is unknown here': 4,
    'sound costs 16 times what text does: they price it as text': 2,
  })
})

test('a usage that OpenAI does not tell in this shape is unknown, and not zero', () => {
  const others = [
    { usageMetadata: { promptTokenCount: 10 } },
    { usage: { inputTokens: 10, outputTokens: 1, totalTokens: 11 } },
    { usage: { billed_units: {}, tokens: {} } },
    { usage: null },
  ]
  for (const body of others) {
    const reader = new JsonReader(endpointOf('POST', '/chat/completions'))
    reader.push(Buffer.from(JSON.stringify(body)))
    reader.end()
    expect(reader.reading.counted).toBeNull()
  }
})
