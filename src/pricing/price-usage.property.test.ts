import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDecimals, compareDecimals, subtractDecimals } from '../platform/money.ts'
import { keptPrices } from './kept-prices.ts'
import { PriceTable } from './price-table.ts'
import { costOfUsage, priceUsage } from './price-usage.ts'
import { nothingCounted, type Quantities, USAGE_KINDS, type UsageSeries } from './usage.ts'

const table = new PriceTable(keptPrices, [])
const DAY = '2026-11-23'

const count = fc.nat({ max: 50_000_000 })
const maybe = fc.option(count, { freq: 5 })

/** A minute as the provider may answer it: audio, images and cached tokens lie inside the totals. */
const minute = fc
  .record({
    uncached: count,
    cached: count,
    output: count,
    shares: fc.array(fc.nat({ max: 100 }), { minLength: 7, maxLength: 7 }),
  })
  .map(({ uncached, cached, output, shares }) => {
    const part = (whole: number, place: number) => Math.floor((whole * (shares[place] ?? 0)) / 300)
    return {
      inputTokens: uncached + cached,
      cachedInputTokens: cached,
      cacheWriteTokens: part(uncached, 0),
      outputTokens: output,
      inputAudioTokens: part(uncached, 1),
      inputImageTokens: part(uncached, 2),
      cachedAudioTokens: part(cached, 3),
      cachedImageTokens: part(cached, 4),
      outputAudioTokens: part(output, 5),
      outputImageTokens: part(output, 6),
    }
  })

const rest = fc.record({
  requests: count,
  images: count,
  characters: count,
  seconds: count,
  sessions: count,
  toolCalls: count,
})
const bytes = fc.bigInt({ min: 0n, max: 10n ** 15n })
const whole = fc
  .tuple(minute, rest, bytes)
  .map(([tokens, others, stored]): Quantities => ({ ...tokens, ...others, byteMinutes: stored.toString() }))

const models = [...Object.values(keptPrices.models).flatMap(({ names }) => names), 'gpt-99', null]
const series: fc.Arbitrary<UsageSeries> = fc.record({
  kind: fc.constantFrom(...USAGE_KINDS),
  model: fc.constantFrom(...models),
  batch: fc.constantFrom(true, false, null),
  serviceTier: fc.constantFrom('default', 'flex', 'priority', 'scale', 'auto', 'something new', null),
  size: fc.constantFrom('1024x1024', '1792x1024', null),
  source: fc.constant(null),
  contextLevel: fc.constant(null),
})

function sum(parts: readonly Quantities[], known: ReadonlySet<string>): Quantities {
  const total: Record<string, number | string | null> = { ...nothingCounted }
  for (const name of known) {
    total[name] =
      name === 'byteMinutes'
        ? parts.reduce((all, one) => all + BigInt(one.byteMinutes ?? 0), 0n).toString()
        : parts.reduce((all, one) => all + Number(one[name as keyof Quantities]), 0)
  }
  return total as Quantities
}

const COUNTERS = Object.keys(nothingCounted)
/** Some counters are not answered at all, as an older or another provider does. */
const answered = fc.subarray(COUNTERS, { minLength: 0 }).map((names) => new Set(names))

describe('a day', () => {
  test('costs the same however it is split into minutes', () => {
    fc.assert(
      fc.property(series, fc.array(whole, { minLength: 1, maxLength: 6 }), answered, (one, minutes, known) => {
        fc.pre(one.kind !== 'vector_stores')
        const cut = minutes.map((counts) => sum([counts], known))
        const split = cut.map((counts) => priceUsage(table, one, DAY, counts).cost)
        expect(addDecimals(...split)).toBe(priceUsage(table, one, DAY, sum(minutes, known)).cost)
      }),
      { numRuns: 1_000 },
    )
  })

  test('costs the same whether it is told of what that consists or not', () => {
    fc.assert(
      fc.property(series, whole, answered, (one, counts, known) => {
        const told = sum([counts], known)
        const { cost, from, unpriced } = priceUsage(table, one, DAY, told)
        expect(costOfUsage(table, one, DAY, told)).toEqual({ cost, from, isUnpriced: unpriced.length > 0 })
      }),
      { numRuns: 1_000 },
    )
  })

  test('of storage costs by its minutes at most one unit of 1e-20 dollars more for each, and never less', () => {
    fc.assert(
      fc.property(fc.array(bytes, { minLength: 1, maxLength: 20 }), (minutes) => {
        const price = (stored: bigint) =>
          priceUsage(table, { ...base, kind: 'vector_stores' }, DAY, {
            ...nothingCounted,
            byteMinutes: stored.toString(),
          }).cost
        const split = addDecimals(...minutes.map(price))
        const over = subtractDecimals(split, price(minutes.reduce((all, one) => all + one, 0n)))
        expect(compareDecimals(over, '0')).toBeGreaterThanOrEqual(0)
        expect(compareDecimals(over, '0.000000000000000001')).toBe(-1)
      }),
    )
  })
})

const base: UsageSeries = {
  kind: 'completions',
  model: null,
  batch: null,
  serviceTier: null,
  size: null,
  source: null,
  contextLevel: null,
}

test('nothing ever costs less than nothing, and parts add up to the cost, whatever is answered', () => {
  const anything = fc.record<Quantities>({
    requests: maybe,
    inputTokens: maybe,
    cachedInputTokens: maybe,
    cacheWriteTokens: maybe,
    outputTokens: maybe,
    inputAudioTokens: maybe,
    inputImageTokens: maybe,
    cachedAudioTokens: maybe,
    cachedImageTokens: maybe,
    outputAudioTokens: maybe,
    outputImageTokens: maybe,
    images: maybe,
    characters: maybe,
    seconds: maybe,
    byteMinutes: fc.option(bytes.map(String)),
    sessions: maybe,
    toolCalls: maybe,
  })
  fc.assert(
    fc.property(series, anything, (one, counts) => {
      const { cost, parts } = priceUsage(table, one, DAY, counts)
      expect(cost).toMatch(/^\d+(\.\d+)?$/)
      expect(addDecimals('0', ...parts.map(({ amount }) => amount ?? '0'))).toBe(cost)
    }),
    { numRuns: 1_000 },
  )
})

test('a counter that is not answered never makes the same use cheaper', () => {
  fc.assert(
    fc.property(series, minute, answered, (one, tokens, known) => {
      const counts = { ...nothingCounted, requests: 1, ...tokens }
      const said = new Set([...known, 'requests', 'inputTokens', 'outputTokens'])
      const full = priceUsage(table, { ...one, kind: 'completions' }, DAY, counts).cost
      const partly = priceUsage(table, { ...one, kind: 'completions' }, DAY, sum([counts], said)).cost
      expect(compareDecimals(partly, full)).toBeGreaterThanOrEqual(0)
    }),
    { numRuns: 1_000 },
  )
})

test('batch and flex are never dearer than standard, priority and an unknown tier never cheaper', () => {
  fc.assert(
    fc.property(fc.constantFrom(...models), minute, (model, tokens) => {
      const price = (tier: Partial<UsageSeries>) =>
        priceUsage(table, { ...base, model, ...tier }, DAY, { ...nothingCounted, ...tokens }).cost
      const standard = price({})
      for (const tier of ['priority', 'something new']) {
        expect(compareDecimals(price({ serviceTier: tier }), standard)).toBeGreaterThanOrEqual(0)
      }
      expect(compareDecimals(price({ serviceTier: 'flex' }), standard)).toBeLessThanOrEqual(0)
    }),
  )
})
