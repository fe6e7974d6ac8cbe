import { afterEach, describe, expect, test } from 'vitest'
import { fixedClock } from '../../platform/clock.ts'
import { addDays, daysBetween } from '../../platform/cost-day.ts'
import { addDecimals } from '../../platform/money.ts'
import { createSimulator, type FaultKind, type Simulator, type SimulatorOptions } from '../../simulator/index.ts'
import { createOpenAiCosts, OpenAiError } from './index.ts'

const NOW = '2026-11-23T05:00:00Z'
const WINDOW = { from: '2026-11-01', to: '2026-11-23' }
const clock = fixedClock(NOW)

let simulator: Simulator | undefined
afterEach(async () => {
  await simulator?.close()
  simulator = undefined
})

async function open(options: SimulatorOptions = {}, deps: { timeoutMs?: number } = {}) {
  const made = createSimulator({ clock, historyDays: 40, projectCount: 5, ...options })
  simulator = made
  const { url: baseUrl } = await made.listen()
  const waits: number[] = []
  const announced: Date[] = []
  const sleep = async (ms: number) => void waits.push(ms)
  const costs = createOpenAiCosts({ clock, sleep, ...deps })
  const read = (window = WINDOW, signal = new AbortController().signal) =>
    costs.readCosts({ key: made.keys.full, baseUrl, ...window, signal, onWait: (until) => void announced.push(until) })
  return { made, read, waits, announced }
}

type Reading = Awaited<ReturnType<ReturnType<typeof createOpenAiCosts>['readCosts']>>

function flat({ days }: Reading): string[] {
  const sums = new Map<string, string>()
  for (const [day, rows] of days) {
    for (const { externalId, lineItem, currency, amount } of rows) {
      const name = JSON.stringify([day, externalId, lineItem, currency])
      sums.set(name, addDecimals(sums.get(name) ?? '0', amount))
    }
  }
  return [...sums].map(([name, amount]) => `${name} ${amount}`).toSorted()
}

const truthOf = (made: Simulator) =>
  made.truth
    .costs(WINDOW)
    .map(({ day, projectId, lineItem, amount }) => `${JSON.stringify([day, projectId, lineItem, 'USD'])} ${amount}`)
    .toSorted()

describe('what is read equals what the provider has, digit for digit', () => {
  for (const amountStyle of ['number', 'string', 'mixed'] as const) {
    test(`with amounts written as ${amountStyle}`, async () => {
      const { made, read } = await open({ amountStyle })
      expect(flat(await read())).toEqual(truthOf(made))
    })
  }
  for (const pageSize of [1, 2, 7, 100]) {
    test(`in pages of ${pageSize} days`, async () => {
      const { made, read } = await open({ pageSize })
      const reading = await read()
      expect(flat(reading)).toEqual(truthOf(made))
      expect([...reading.days.keys()].toSorted()).toEqual(daysBetween(WINDOW.from, WINDOW.to))
    })
  }
})

test('days that the provider has not begun are not answered, and days before its history are empty', async () => {
  const { read } = await open({ historyDays: 3 })
  const { days } = await read({ from: '2026-11-10', to: '2026-11-24' })
  expect(days.has('2026-11-24')).toBe(false)
  expect(days.get('2026-11-10')).toEqual([])
})

describe('what may pass is asked again, and the reading is the same', () => {
  for (const kind of ['429', '500', '503', 'truncate', 'html', 'garbage', 'reset'] satisfies FaultKind[]) {
    test(kind, async () => {
      const { made, read, waits } = await open({ pageSize: 5 })
      made.faults.push({ match: 'organization/costs', kind, afterRequests: 2, times: 2 })
      expect(flat(await read())).toEqual(truthOf(made))
      expect(waits).toHaveLength(2)
      expect(made.faults.pending()).toEqual([])
    })
  }
  test('a socket that answers nothing', async () => {
    const { made, read } = await open({ pageSize: 12 }, { timeoutMs: 300 })
    made.faults.push({ match: 'organization/costs', kind: 'hang' })
    expect(flat(await read())).toEqual(truthOf(made))
  })
})

test('a Retry-After is waited for and told, none is backed off from with growing waits', async () => {
  const { made, read, waits, announced } = await open()
  made.faults.push({ match: 'organization/costs', kind: '429', retryAfterSeconds: 7 })
  await read()
  expect(waits[0]).toBeGreaterThanOrEqual(7_000)
  expect(waits[0]).toBeLessThanOrEqual(8_000)
  expect(announced[0]?.getTime()).toBeGreaterThanOrEqual(new Date(NOW).getTime() + 7_000)
  waits.length = 0
  made.faults.push({ match: 'organization/costs', kind: '429', times: 4 })
  await read()
  for (const [place, wait] of waits.entries()) {
    expect(wait).toBeGreaterThanOrEqual(500 * 2 ** place)
    expect(wait).toBeLessThanOrEqual(1_000 * 2 ** place)
  }
})

test('a Retry-After beyond five minutes is left to the caller, who comes back later', async () => {
  const { made, read, waits } = await open()
  made.faults.push({ match: 'organization/costs', kind: '429', retryAfterSeconds: 3_600 })
  await expect(read()).rejects.toMatchObject({ failure: { kind: 'rate-limited', retryAfterSeconds: 3_600 } })
  expect(waits).toEqual([])
})

describe('what does not pass ends in its own failure, and nothing of the window is answered', () => {
  const endings: [FaultKind, string, number][] = [
    ['429', 'rate-limited', 9],
    ['500', 'server-error', 9],
    ['503', 'server-error', 9],
    ['401', 'key-revoked', 1],
    ['403', 'missing-scope', 1],
    ['truncate', 'garbage', 9],
    ['html', 'garbage', 9],
    ['garbage', 'garbage', 9],
    ['reset', 'unreachable', 9],
    ['stuck-page', 'garbage', 99],
  ]
  for (const [kind, failure, times] of endings) {
    test(`${kind} in the middle is ${failure}`, async () => {
      const { made, read } = await open({ pageSize: 5 })
      made.faults.push({ match: 'organization/costs', kind, afterRequests: 2, times })
      const error = await read().catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(OpenAiError)
      expect(error).toMatchObject({ failure: { kind: failure } })
      expect(JSON.stringify([error, String(error), error instanceof Error ? error.stack : ''])).not.toContain(
        made.keys.full,
      )
    })
  }
})

test('an abort stops at once, also in the middle of a request that hangs', async () => {
  const { made, read } = await open()
  made.faults.push({ match: 'organization/costs', kind: 'hang' })
  const stopped = new AbortController()
  const reading = read(WINDOW, stopped.signal)
  stopped.abort(new Error('enough'))
  await expect(reading).rejects.toThrow('enough')
})

describe('answers that a simulator does not give', () => {
  const START = Date.parse('2026-11-22T00:00:00Z') / 1_000
  const bucket = (lineItem: string, amount: string, offset = 0) => ({
    object: 'bucket',
    start_time: START + offset * 86_400,
    results: [{ amount: { value: amount, currency: 'usd' }, line_item: lineItem, project_id: 'proj_a' }],
  })
  const answering = (...pages: unknown[][]) => {
    const left = pages.map((data, place) => ({
      object: 'page',
      data,
      has_more: place < pages.length - 1,
      next_page: place < pages.length - 1 ? `page_${place}` : null,
    }))
    const answer: typeof fetch = async () =>
      new Response(JSON.stringify(left.shift()), { headers: { 'content-type': 'application/json' } })
    const costs = createOpenAiCosts({ clock, sleep: async () => {}, fetch: answer })
    const request = { key: 'sk-admin-x', baseUrl: 'http://localhost/v1', signal: new AbortController().signal }
    return costs.readCosts({ ...request, from: '2026-11-22', to: '2026-11-23' })
  }

  test('a day cut in two over pages is put together', async () => {
    const { days } = await answering([bucket('a', '1')], [bucket('b', '2')])
    expect(days.get('2026-11-22')?.map((row) => row.amount)).toEqual(['1', '2'])
  })

  test('the same line of a day on two pages would be counted twice and is refused', async () => {
    await expect(answering([bucket('a', '1')], [bucket('a', '1')])).rejects.toMatchObject({
      failure: { kind: 'garbage' },
    })
  })

  test('days that were not asked for are left out', async () => {
    const { days } = await answering([bucket('a', '1', -1), bucket('b', '2'), bucket('c', '3', 30)])
    expect([...days.keys()]).toEqual(['2026-11-22'])
    expect(days.has(addDays('2026-11-22', 30))).toBe(false)
  })
})
