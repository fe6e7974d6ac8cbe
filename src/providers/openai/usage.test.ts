import { afterEach, describe, expect, test } from 'vitest'
import { fixedClock, HOUR, MINUTE } from '../../platform/clock.ts'
import { USAGE_KINDS, type UsageKind } from '../../pricing/index.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from '../../simulator/index.ts'
import { createOpenAiUsage, OpenAiError } from './index.ts'
import { readUsagePage, UnreadableUsage } from './usage-page.ts'

const NOW = new Date('2026-11-23T05:00:00Z')
const clock = fixedClock(NOW.toISOString())

let simulator: Simulator | undefined
afterEach(async () => {
  await simulator?.close()
  simulator = undefined
})

async function open(options: SimulatorOptions = {}) {
  const made = createSimulator({ clock, historyDays: 40, projectCount: 20, ...options })
  simulator = made
  const { url: baseUrl } = await made.listen()
  const usage = createOpenAiUsage({ clock, sleep: async () => {}, timeoutMs: 2_000 })
  let requests = 0
  const read = (kind: UsageKind, span: 1 | 60 | 1440, from: Date, to: Date) =>
    usage.readUsage({
      key: made.keys.full,
      baseUrl,
      kind,
      span,
      from,
      to,
      signal: new AbortController().signal,
      onRequest: () => {
        requests += 1
      },
    })
  return { made, read, requests: () => requests }
}

type Answer = Awaited<ReturnType<ReturnType<typeof createOpenAiUsage>['readUsage']>>

/** Every counter by series, over all buckets. */
function totals({ series, buckets }: Answer): Record<string, string> {
  const sums = new Map<string, bigint>()
  for (const { rows } of buckets) {
    for (const { series: place, quantities } of rows) {
      for (const [counter, count] of Object.entries(quantities)) {
        if (count === null) continue
        const name = `${JSON.stringify(series[place])} ${counter}`
        sums.set(name, (sums.get(name) ?? 0n) + BigInt(count))
      }
    }
  }
  return Object.fromEntries([...sums].map(([name, sum]) => [name, String(sum)]).toSorted())
}

const DAY_FROM = new Date('2026-11-20T00:00:00Z')
const DAY_TO = new Date('2026-11-21T00:00:00Z')

describe('one day', () => {
  for (const kind of USAGE_KINDS) {
    test(`of ${kind} comes to the same in minutes, hours and as a whole, wherever pages are cut`, async () => {
      const { read } = await open({ pageSize: 100 })
      const whole = totals(await read(kind, 1440, DAY_FROM, DAY_TO))
      expect(Object.keys(whole).length).toBeGreaterThan(0)
      expect(totals(await read(kind, 60, DAY_FROM, DAY_TO))).toEqual(whole)
      expect(totals(await read(kind, 1, DAY_FROM, DAY_TO))).toEqual(whole)
    })
  }
})

test('a window up to now takes one request and ends with the minute that runs', async () => {
  const { read, requests } = await open()
  const { buckets } = await read('completions', 1, new Date(NOW.getTime() - 30 * MINUTE), NOW)
  expect(requests()).toBe(1)
  expect(buckets.at(0)?.startsAt).toEqual(new Date(NOW.getTime() - 30 * MINUTE))
  expect(buckets.every(({ startsAt }) => startsAt < NOW)).toBe(true)
})

test('a throttled request is not repeated, one that passes by itself once', async () => {
  const { made, read, requests } = await open()
  const ask = () => read('images', 60, new Date(NOW.getTime() - HOUR), NOW)
  made.faults.push({ match: 'usage/images', kind: '429', retryAfterSeconds: 7 })
  await expect(ask()).rejects.toMatchObject({ failure: { kind: 'rate-limited', retryAfterSeconds: 7 } })
  expect(requests()).toBe(1)
  made.faults.push({ match: 'usage/images', kind: '503' })
  await ask()
  expect(requests()).toBe(3)
  made.faults.push({ match: 'usage/images', kind: '403' })
  await expect(ask()).rejects.toThrow(OpenAiError)
  expect(requests()).toBe(4)
})

describe('a page', () => {
  const page = (row: Record<string, unknown>, bucket: Record<string, unknown> = {}) =>
    JSON.stringify({
      object: 'page',
      data: [{ start_time: 1_795_392_000, results: [row], ...bucket }],
      has_more: false,
    })
  const read = (text: string, kind: UsageKind = 'completions') => readUsagePage(text, kind, 1).buckets[0]?.rows[0]
  const counted = { input_tokens: 10, output_tokens: 0, num_model_requests: 1 }

  test('keeps what it does not say apart from zero', () => {
    expect(read(page({ ...counted, input_cached_tokens: 0 }))?.quantities).toMatchObject({
      inputTokens: 10,
      cachedInputTokens: 0,
      cacheWriteTokens: null,
      images: null,
    })
  })

  test('may call its rows `result`, and leave out what it was not grouped by', () => {
    const row = read(page({}, { results: undefined, result: [counted] }))
    expect(row?.series).toMatchObject({ externalId: null, model: null, batch: null })
  })

  test('tells stored bytes as bytes × minutes, beyond what a float holds', () => {
    const bytes = { usage_bytes: 9_007_199_254_740_991 }
    const [row] = readUsagePage(page(bytes), 'vector_stores', 1_440).buckets[0]?.rows ?? []
    expect(row?.quantities.byteMinutes).toBe('12970366926827027040')
  })

  test.each([
    ['without a counter that every row has', page({ input_tokens: 1, output_tokens: 1 })],
    ['with a negative count', page({ ...counted, input_tokens: -1 })],
    ['with a bucket beside its width', page(counted, { start_time: 1_795_392_001 })],
    ['with more pages and no way to them', '{"object":"page","data":[],"has_more":true,"next_page":null}'],
    ['of something else', '{"object":"list","data":[]}'],
    ['cut off', '{"object":"page","data":[{"start_ti'],
  ])('%s is refused', (_what, text) => {
    expect(() => readUsagePage(text, 'completions', 1)).toThrow(UnreadableUsage)
  })
})
