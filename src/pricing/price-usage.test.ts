import { describe, expect, test } from 'vitest'
import { keptPrices } from './kept-prices.ts'
import type { PriceOverride } from './price-table.ts'
import { PriceTable } from './price-table.ts'
import { priceUsage } from './price-usage.ts'
import { nothingCounted, type Quantities, seriesOf, type UsageSeries } from './usage.ts'

const DAY = '2026-11-23'

function price(
  series: Partial<Omit<UsageSeries, 'kind'>>,
  counts: Partial<Quantities>,
  overrides: PriceOverride[] = [],
  day = DAY,
) {
  const table = new PriceTable(keptPrices, overrides)
  return priceUsage(table, seriesOf('completions', series), day, { ...nothingCounted, ...counts })
}

const cost = (...call: Parameters<typeof price>) => price(...call).cost

/** A row as OpenAI answers it: every counter there. */
const row = (counts: Partial<Quantities>): Partial<Quantities> => ({
  requests: 1,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  inputAudioTokens: 0,
  inputImageTokens: 0,
  cachedAudioTokens: 0,
  cachedImageTokens: 0,
  outputAudioTokens: 0,
  outputImageTokens: 0,
  ...counts,
})

describe('tokens', () => {
  test('cached tokens are part of the input and cost what cached input costs', () => {
    const counts = row({ inputTokens: 1_000_000, cachedInputTokens: 400_000, outputTokens: 100_000 })
    expect(cost({ model: 'gpt-4o' }, counts)).toBe('3')
    expect(price({ model: 'gpt-4o' }, counts).parts).toEqual([
      { part: 'input', quantity: '600000', unitPrice: '0.0000025', amount: '1.5' },
      { part: 'cached input', quantity: '400000', unitPrice: '0.00000125', amount: '0.5' },
      { part: 'output', quantity: '100000', unitPrice: '0.00001', amount: '1' },
    ])
  })

  test('audio inside the input is charged as audio and not once more as text', () => {
    const counts = row({ inputTokens: 1_000_000, inputAudioTokens: 250_000, outputTokens: 10, outputAudioTokens: 10 })
    expect(cost({ model: 'gpt-audio' }, counts)).toBe('9.87564')
  })

  test('images that a text model reads cost what its text costs', () => {
    expect(cost({ model: 'gpt-4o' }, row({ inputTokens: 1_000_000, inputImageTokens: 900_000, outputTokens: 0 }))).toBe(
      '2.5',
    )
  })
})

describe('what the provider does not say never lowers the cost', () => {
  test('an unknown cached part is charged as if nothing had been cached', () => {
    expect(cost({ model: 'gpt-4o' }, { requests: 1, inputTokens: 1_000_000, outputTokens: 0 })).toBe('2.5')
  })

  test('unknown audio is charged as audio where the model sells it', () => {
    const counts = row({ inputTokens: 1_000_000, outputTokens: 0, inputAudioTokens: null })
    expect(cost({ model: 'gpt-audio' }, counts)).toBe('32')
  })

  test('a missing total is unknown, not nothing', () => {
    const { unpriced } = price({ model: 'gpt-4o' }, row({ outputTokens: 5 }))
    expect(unpriced).toEqual([{ part: 'input', quantity: null, unitPrice: '0.0000025', amount: null }])
  })

  test('a model that nobody has a price for is not free: all its parts are reported', () => {
    const priced = price({ model: 'gpt-99' }, row({ inputTokens: 10, cachedInputTokens: 4, outputTokens: 3 }))
    expect(priced).toMatchObject({ cost: '0', from: 'none', baseModel: null })
    expect(priced.unpriced.map(({ part, quantity }) => [part, quantity])).toEqual([
      ['input', '6'],
      ['cached input', '4'],
      ['output', '3'],
    ])
  })
})
