import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { at, createUsageBench, DAY, type UsageBench } from '../../test/ledger/usage.ts'
import { addDecimals, compareDecimals } from '../platform/money.ts'
import { nothingCounted, type Quantities, seriesOf, type UsageKind } from '../pricing/index.ts'
import { type MaybeTwice, seenTwice } from './seen-twice.ts'

const kinds: UsageKind[] = ['completions', 'images', 'audio_speeches', 'embeddings']
const rows = fc.array(
  fc.record({
    scopeId: fc.constantFrom(1, 2),
    day: fc.constant(DAY),
    kind: fc.constantFrom(...kinds),
    model: fc.constantFrom('gpt-image-1', 'gpt-4o-mini-tts', null),
    apiKeyId: fc.constantFrom('key_1', null),
    cost: fc.integer({ min: 0, max: 9 }).map(String),
  }),
  { maxLength: 12 },
)
const place = ({ scopeId, model, apiKeyId }: MaybeTwice) => `${scopeId} ${model} ${apiKeyId}`
const sum = (some: readonly MaybeTwice[]) => addDecimals('0', ...some.map(({ cost }) => cost))

test('of tokens and pieces of one key and model the dearer side counts, and nothing else is touched', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const twice = seenTwice(all)
      for (const group of Map.groupBy(all, place).values()) {
        const counted = group.filter((row) => !twice.has(row))
        const tokens = group.filter(({ kind }) => kind === 'completions')
        const pieces = group.filter(({ kind }) => kind === 'images' || kind === 'audio_speeches')
        const others = group.filter(({ kind }) => kind === 'embeddings')
        const known =
          group[0]?.model === null ? addDecimals(sum(tokens), sum(pieces)) : dearer(sum(tokens), sum(pieces))
        expect(sum(counted)).toBe(addDecimals(known, sum(others)))
      }
    }),
  )
})

const dearer = (left: string, right: string) => (compareDecimals(left, right) > 0 ? left : right)

describe('images that stand in tokens and in pieces', () => {
  let bench: UsageBench
  beforeAll(async () => {
    bench = await createUsageBench()
  })
  afterAll(() => bench.close())
  beforeEach(() => bench.empty())

  /** A picture of the best quality costs 0.167 dollars, a token of it 0.00004. */
  const read = (kind: UsageKind, counts: Partial<Quantities>, apiKeyId = 'key_1') =>
    bench.read({
      at: at('10:10'),
      kind,
      series: [
        {
          ...seriesOf(kind, { model: 'gpt-image-1', size: kind === 'images' ? '1024x1024' : null }),
          externalId: 'proj_a',
          apiKeyId,
          userId: null,
          vectorStoreId: null,
        },
      ],
      buckets: [
        { startsAt: at('10:00'), rows: [{ series: 0, quantities: { ...nothingCounted, requests: 1, ...counts } }] },
      ],
    })
  const pictures = (images: number, apiKeyId?: string) => read('images', { images }, apiKeyId)
  const tokens = (outputTokens: number) =>
    read('completions', { inputTokens: 0, outputTokens, outputImageTokens: outputTokens })
  const amount = () => bench.amountOf('proj_a')

  test('count once, at the dearer of both, whichever is read first', async () => {
    await pictures(10)
    expect(await amount()).toBe('1.67')
    await tokens(10_000)
    expect(await amount()).toBe('1.67')
    await bench.empty()
    await tokens(10_000)
    expect(await amount()).toBe('0.4')
    await pictures(10)
    expect(await amount()).toBe('1.67')
  })

  test('change sides when the other one grows, and back', async () => {
    await pictures(10)
    await tokens(100_000)
    expect(await amount()).toBe('4')
    await tokens(100)
    expect(await amount()).toBe('1.67')
  })

  test('are different calls where they were made with different keys', async () => {
    await pictures(10, 'key_2')
    await tokens(10_000)
    expect(await amount()).toBe('2.07')
  })

  test('are still counted once when prices change', async () => {
    await pictures(10)
    await tokens(10_000)
    await bench.db
      .transaction()
      .execute((tx) => bench.ledger.reprice(tx, { models: async () => ['gpt-image-1'], from: DAY }))
    expect(await amount()).toBe('1.67')
  })
})
