import { describe, expect, test } from 'vitest'
import { nothingCounted, PriceTable, type Quantities, seriesOf, type UsageSeries } from '../../pricing/index.ts'
import { keptPrices } from '../../pricing/kept-prices.ts'
import type { BilledPart } from '../store/reconciliation.ts'
import { keyOfBillLine, keyOfPart } from './line-key.ts'
import { reconcile } from './reconcile.ts'

const table = new PriceTable(keptPrices, [])
const [BEFORE, DAY] = ['2026-11-22', '2026-11-23']
const MODEL = 'gpt-4o-2024-08-06'

const billed = (lineItem: string | null, amount: string, quantity: string | null = null, day = DAY): BilledPart => ({
  day,
  lineItem,
  amount,
  quantity,
})
const counted = (counts: Partial<Quantities>, day = DAY, series: Partial<UsageSeries> = {}) => ({
  scopeId: 1,
  apiKeyId: 'key_1',
  day,
  ...seriesOf(series.kind ?? 'completions', { model: MODEL, batch: false, serviceTier: 'default', ...series }),
  ...nothingCounted,
  requests: 1,
  cachedInputTokens: 0,
  outputTokens: 0,
  ...counts,
})
const judge = (parts: { billed: BilledPart[]; counted: ReturnType<typeof counted>[]; settled?: boolean }) => {
  const { settled = true } = parts
  const read = [BEFORE, DAY].map((day) => ({ day, settled }))
  const days = reconcile({ table, from: BEFORE, to: DAY, ...parts, read })
  return days.find(({ day }) => day === DAY)
}
/** A million tokens of gpt-4o cost 2.50 dollars. */
const MILLION = 1_000_000

describe('the verdict of a line', () => {
  test('is none within five per cent, and none below a cent', () => {
    expect(
      judge({ billed: [billed(`${MODEL}, input`, '2.4')], counted: [counted({ inputTokens: MILLION })] }),
    ).toMatchObject({
      billed: '2.4',
      estimated: '2.5',
      difference: '0.1',
      verdict: null,
      lines: [{ label: `${MODEL}, input`, verdict: null }],
    })
    expect(
      judge({ billed: [billed(`${MODEL}, input`, '0.001')], counted: [counted({ inputTokens: 1000 })] })?.verdict,
    ).toBeNull()
  })

  test('is that calls went past us where the bill has more, or all', () => {
    expect(
      judge({ billed: [billed(`${MODEL}, input`, '5')], counted: [counted({ inputTokens: MILLION })] })?.verdict,
    ).toBe('past-us')
    const only = judge({ billed: [billed('evals | gpt-4o', '5')], counted: [counted({ inputTokens: 4 })] })
    expect(only?.lines[0]).toMatchObject({ label: 'evals | gpt-4o', estimated: null, verdict: 'past-us' })
  })

  test('is the price where the same was counted and billed, or where we know none', () => {
    const bill = [billed(`${MODEL}, input`, '5', String(MILLION))]
    expect(judge({ billed: bill, counted: [counted({ inputTokens: MILLION })] })?.verdict).toBe('price')
    const unknown = judge({
      billed: [billed('nobody-knows-this, input', '5')],
      counted: [counted({ inputTokens: MILLION }, DAY, { model: 'nobody-knows-this' })],
    })
    expect(unknown?.lines[0]).toMatchObject({ unpriced: true, verdict: 'price' })
  })

  test('is the kind of token where one part took what the other lacks', () => {
    const bill = [billed(`${MODEL}, input`, '1.25', '500000'), billed(`${MODEL}, cached input`, '0.625', '500000')]
    expect(judge({ billed: bill, counted: [counted({ inputTokens: MILLION })] })?.verdict).toBe('token-kind')
  })

  test('is a credit where something was given back, or a settled bill has less', () => {
    const refund = judge({
      billed: [billed('service credit adjustment', '-3'), billed(`${MODEL}, input`, '2.5')],
      counted: [counted({ inputTokens: MILLION })],
    })
    expect(refund?.lines[0]).toMatchObject({ label: 'service credit adjustment', verdict: 'credit' })
    expect(
      judge({ billed: [billed(`${MODEL}, input`, '1')], counted: [counted({ inputTokens: MILLION })] })?.verdict,
    ).toBe('credit')
  })

  test('is the day boundary where the day beside it lacks what this one has', () => {
    const verdict = judge({
      billed: [billed(`${MODEL}, input`, '2.5'), billed(`${MODEL}, input`, '7.5', null, BEFORE)],
      counted: [counted({ inputTokens: 2 * MILLION }), counted({ inputTokens: 2 * MILLION }, BEFORE)],
    })?.verdict
    expect(verdict).toBe('day-boundary')
  })

  test('is a late bill while it still moves', () => {
    const late = {
      billed: [billed(`${MODEL}, input`, '1')],
      counted: [counted({ inputTokens: MILLION })],
      settled: false,
    }
    expect(judge(late)?.verdict).toBe('bill-late')
  })
})

test('pictures that stand in tokens and in pieces are estimated once', () => {
  const pictures = counted({ images: 10 }, DAY, { kind: 'images', model: 'gpt-image-1', size: '1024x1024' })
  const tokens = counted({ inputTokens: 0, outputTokens: 10_000 }, DAY, { model: 'gpt-image-1' })
  const day = judge({ billed: [billed('gpt-image-1, output', '0.4')], counted: [pictures, tokens] })
  expect(day).toMatchObject({ estimated: '1.67' })
  expect(day?.lines).toHaveLength(2)
})

test('a day whose bill or usage was not read is not compared', () => {
  const days = reconcile({
    table,
    from: DAY,
    to: DAY,
    billed: [],
    counted: [counted({ inputTokens: MILLION })],
    read: [],
  })
  expect(days).toMatchObject([{ billed: null, estimated: '2.5', difference: null, verdict: null }])
  expect(judge({ billed: [billed(`${MODEL}, input`, '1')], counted: [] })).toMatchObject({
    estimated: null,
    verdict: null,
  })
})

test.each([
  ['gpt-4o-2024-08-06, cached input', { kind: 'completions', model: 'gpt-4o' }, 'cached input'],
  [
    'ft-gpt-4o-mini-2024-07-18, output',
    { kind: 'completions', model: 'ft:gpt-4o-mini-2024-07-18:hangang::Bq7x' },
    'output',
  ],
  [
    'gpt-5-2025-08-07 priority, input',
    { kind: 'completions', model: 'gpt-5-2025-08-07', serviceTier: 'priority' },
    'input',
  ],
  [
    'gpt-4.1-nano-2025-04-14 batch, input',
    { kind: 'completions', model: 'gpt-4.1-nano-2025-04-14', batch: true },
    'input',
  ],
  [
    'gpt-audio-mini-2025-12-15 audio, input',
    { kind: 'completions', model: 'gpt-audio-mini-2025-12-15' },
    'audio input',
  ],
  ['text-embedding-3-small, input', { kind: 'embeddings', model: 'text-embedding-3-small' }, 'input'],
  ['DALL·E 3 standard 1024x1024', { kind: 'images', model: 'dall-e-3' }, 'image 1024x1024'],
  ['tts-1 audio, output', { kind: 'audio_speeches', model: 'tts-1' }, 'characters'],
  ['whisper-1', { kind: 'audio_transcriptions', model: 'whisper-1' }, 'duration'],
  ['assistants api | file search', { kind: 'vector_stores' }, 'storage'],
  ['file search tool calls', { kind: 'file_search_calls' }, 'tool call'],
  ['code interpreter', { kind: 'code_interpreter_sessions' }, 'session'],
  ['web search tool calls', { kind: 'web_search_calls', model: 'gpt-5' }, 'tool call'],
] as const)('the line "%s" stands beside what it charges', (line, { kind, ...known }, part) => {
  expect(keyOfBillLine(line)).toEqual(keyOfPart(seriesOf(kind, known), { part }))
})
