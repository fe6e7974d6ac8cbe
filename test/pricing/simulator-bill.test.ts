import { expect, test } from 'vitest'
import { addDecimals, compareDecimals, subtractDecimals } from '../../src/platform/money.ts'
import {
  nothingCounted,
  PriceTable,
  priceUsage,
  type Quantities,
  USAGE_KINDS,
  type UsageKind,
  type UsageSeries,
} from '../../src/pricing/index.ts'
import { keptPrices } from '../../src/pricing/kept-prices.ts'
import { type Session, secondsOf, withSimulator } from '../../src/simulator/with-simulator.ts'

const DAY = '2026-11-11'
const MINUTES = 1_440

type Row = Readonly<Record<string, string | number | boolean | null>>
type Page = { data: { results: Row[] }[] }

const GROUPS: Partial<Record<UsageKind, readonly string[]>> = {
  completions: ['model', 'batch', 'service_tier'],
  images: ['model', 'size', 'source'],
  vector_stores: [],
  code_interpreter_sessions: [],
  file_search_calls: [],
}

async function readDay(session: Session, kind: UsageKind): Promise<Row[]> {
  const groups = ['project_id', ...(GROUPS[kind] ?? ['model'])].map((group) => `&group_by=${group}`).join('')
  const span = `start_time=${secondsOf(DAY)}&end_time=${secondsOf(DAY) + 86_400}`
  const page: Page = JSON.parse(await session.text(`organization/usage/${kind}?${span}${groups}`))
  return page.data.flatMap(({ results }) => results)
}

const text = (value: Row[string] | undefined) => (typeof value === 'string' ? value : null)
const count = (value: Row[string] | undefined) => (typeof value === 'number' ? value : null)

function seriesOf(kind: UsageKind, row: Row): UsageSeries {
  const batch = typeof row.batch === 'boolean' ? row.batch : null
  const [model, serviceTier] = [text(row.model), text(row.service_tier)]
  return { kind, model, batch, serviceTier, size: text(row.size), source: text(row.source), contextLevel: null }
}

function countsOf(kind: UsageKind, row: Row): Quantities {
  const isTool = kind === 'file_search_calls' || kind === 'web_search_calls'
  const bytes = count(row.usage_bytes)
  return {
    ...nothingCounted,
    requests: count(row.num_model_requests),
    inputTokens: count(row.input_tokens),
    cachedInputTokens: count(row.input_cached_tokens),
    cacheWriteTokens: count(row.input_cache_write_tokens),
    outputTokens: count(row.output_tokens),
    inputAudioTokens: count(row.input_audio_tokens),
    inputImageTokens: count(row.input_image_tokens),
    cachedAudioTokens: count(row.input_cached_audio_tokens),
    cachedImageTokens: count(row.input_cached_image_tokens),
    outputAudioTokens: count(row.output_audio_tokens),
    outputImageTokens: count(row.output_image_tokens),
    images: count(row.images),
    characters: count(row.characters),
    seconds: count(row.seconds),
    byteMinutes: bytes === null ? null : (BigInt(bytes) * BigInt(MINUTES)).toString(),
    sessions: count(row.num_sessions),
    toolCalls: isTool ? count(row.num_requests) : null,
  }
}

/** Lines that no use stands behind. */
const ADJUSTMENTS = /credit|Scale Tier/
const STORAGE = 'assistants api | file search'

test('what the simulated provider says was used costs what its own bill says, to the last digit of its price list', async () => {
  await withSimulator({ projectCount: 24 }, async (session) => {
    const table = new PriceTable(keptPrices, [])
    const rows = await Promise.all(USAGE_KINDS.map(async (kind) => ({ kind, rows: await readDay(session, kind) })))
    const priced = rows.flatMap(({ kind, rows: found }) =>
      found.map((row) => ({ kind, row, ...priceUsage(table, seriesOf(kind, row), DAY, countsOf(kind, row)) })),
    )
    expect(new Set(priced.map(({ kind }) => kind))).toEqual(new Set(USAGE_KINDS))
    expect(priced.filter(({ unpriced }) => unpriced.length > 0)).toEqual([])

    const bill = session.simulator.truth.costs({ from: DAY, to: DAY })
    const used = bill.filter(({ lineItem }) => lineItem !== null && !ADJUSTMENTS.test(lineItem) && lineItem !== STORAGE)
    const estimate = addDecimals('0', ...priced.filter(({ kind }) => kind !== 'vector_stores').map(({ cost }) => cost))
    const billed = addDecimals('0', ...used.map(({ amount }) => amount))
    // Each line of a bill has some digits below a unit of 1e-10 dollars: less than one unit for each stream in it.
    const difference = subtractDecimals(billed, estimate)
    expect(compareDecimals(difference, '0')).toBeGreaterThanOrEqual(0)
    expect(compareDecimals(difference, '0.0000001')).toBe(-1)
  })
})

test('storage is billed by the gibibyte, as OpenAI says; the simulated provider bills the gigabyte', async () => {
  await withSimulator({ projectCount: 24 }, async (session) => {
    const table = new PriceTable(keptPrices, [])
    const [row] = await readDay(session, 'vector_stores')
    const bytes = Number(row?.usage_bytes)
    const { cost } = priceUsage(table, seriesOf('vector_stores', row ?? {}), DAY, countsOf('vector_stores', row ?? {}))
    expect(bytes).toBeGreaterThan(1e9)
    expect(Number(cost)).toBeCloseTo((bytes / 2 ** 30) * 0.1, 12)
  })
})
