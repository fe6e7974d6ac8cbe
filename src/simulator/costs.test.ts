import fc from 'fast-check'
import type OpenAI from 'openai'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { addDecimals, compareDecimals, parseDecimal } from '../platform/money.ts'
import { type Session, secondsOf, withSimulator } from './with-simulator.ts'

type OfficialPage = Awaited<ReturnType<OpenAI['admin']['organization']['usage']['costs']>>
type OfficialRow = Extract<OfficialPage['data'][number]['results'][number], { object: 'organization.costs.result' }>

const Row = z.looseObject({
  object: z.literal('organization.costs.result'),
  amount: z.object({ value: z.number(), currency: z.literal('usd') }),
  line_item: z.string().nullable(),
  project_id: z.string().nullable(),
  api_key_id: z.string().nullable(),
  quantity: z.number().nullable(),
})
const Page = z.object({
  object: z.literal('page'),
  data: z.array(
    z.looseObject({
      object: z.literal('bucket'),
      start_time: z.int(),
      end_time: z.int(),
      results: z.array(Row),
    }),
  ),
  has_more: z.boolean(),
  next_page: z.string().nullable(),
})

type RawRow = {
  readonly day: string
  readonly projectId: string | null
  readonly lineItem: string | null
  readonly amount: string
}

const ROW =
  /"value":("?)(-?[0-9.e+-]+)\1,"currency":"usd"\},"line_item":(null|"(?:[^"\\]|\\.)*"),"project_id":(null|"\w+")/g

/** Reads amounts from the text itself; a JSON parser would already have rounded them. */
function rowsOf(text: string): RawRow[] {
  return text.split('{"object":"bucket",').flatMap((bucket) => {
    const start = Number(/^"start_time":(\d+)/.exec(bucket)?.[1] ?? 0)
    return [...bucket.matchAll(ROW)].map(([, , amount = '', lineItem = '', projectId = '']) => ({
      day: new Date(start * 1_000).toISOString().slice(0, 10),
      projectId: z.string().nullable().parse(JSON.parse(projectId)),
      lineItem: z.string().nullable().parse(JSON.parse(lineItem)),
      amount: parseDecimal(amount),
    }))
  })
}

async function readAll(session: Session, query: string): Promise<RawRow[]> {
  const rows: RawRow[] = []
  for (let page: string | undefined = ''; page !== undefined; ) {
    const text: string = await session.text(`organization/costs?${query}${page === '' ? '' : `&page=${page}`}`)
    rows.push(...rowsOf(text))
    page = /"next_page":"([^"]+)"\}$/.exec(text)?.[1]
  }
  return rows
}

const SINCE = `start_time=${secondsOf('2026-10-20')}`
const GROUPED = `${SINCE}&group_by=project_id&group_by=line_item`
const total = (rows: readonly RawRow[]) => addDecimals('0', ...rows.map((row) => row.amount))

describe('what the official client reads', () => {
  test('answers keep to the official shape', async () => {
    expectTypeOf<z.infer<typeof Row>>().toExtend<OfficialRow>()
    await withSimulator({ amountStyle: 'number' }, async ({ admin }) => {
      const query = { start_time: secondsOf('2026-11-01'), limit: 10, group_by: ['project_id', 'line_item'] as const }
      const page = await admin.admin.organization.usage.costs({ ...query, group_by: [...query.group_by] })
      const { data } = Page.parse(page)
      expect(data).toHaveLength(10)
      const rows = data.flatMap((bucket) => bucket.results)
      expect(rows.every((row) => row.quantity !== null || /credit|bundle/.test(row.line_item ?? 'bundle'))).toBe(true)
      expect(rows.some((row) => row.project_id === null)).toBe(true)
    })
  })

  test('limit counts days, seven unless told, at most 180', async () => {
    await withSimulator({}, async ({ admin, json }) => {
      const page = await admin.admin.organization.usage.costs({ start_time: secondsOf('2026-11-01') })
      expect(page.data.map((bucket) => bucket.results.length)).toEqual(Array(7).fill(1))
      expect(page.has_more).toBe(true)
      expect((await json(`organization/costs?${SINCE}&limit=181`)).status).toBe(400)
    })
  })

  test('lists are read with brackets, without, and percent-encoded', async () => {
    await withSimulator({}, async ({ text }) => {
      const plain = await text(`organization/costs?${GROUPED}`)
      expect(await text(`organization/costs?${SINCE}&group_by[]=project_id&group_by[]=line_item`)).toBe(plain)
      expect(await text(`organization/costs?${SINCE}&group_by%5B%5D=project_id&group_by%5B%5D=line_item`)).toBe(plain)
    })
  })
})

describe('exactness', () => {
  test('any page size reads the same rows, and they sum to the truth exactly', async () => {
    await withSimulator({}, async (session) => {
      const whole = await readAll(session, `${GROUPED}&limit=180`)
      expect(whole.length).toBeGreaterThan(1_000)
      expect(total(whole)).toBe(session.simulator.truth.total('2026-10-20', '2026-11-23'))
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (limit) => {
          expect(await readAll(session, `${GROUPED}&limit=${limit}`)).toEqual(whole)
        }),
        { numRuns: 8 },
      )
    })
  })

  test('every grouping sums to the same total', async () => {
    await withSimulator({ amountStyle: 'string' }, async (session) => {
      const expected = session.simulator.truth.total('2026-10-20', '2026-11-23')
      for (const group of [
        '',
        '&group_by=project_id',
        '&group_by=api_key_id',
        '&group_by=line_item&group_by=api_key_id',
      ]) {
        expect(total(await readAll(session, `${SINCE}${group}&limit=100`))).toBe(expected)
      }
    })
  })

  test('amounts have up to twenty decimals, as numbers, as strings, negative and with an exponent', async () => {
    await withSimulator({}, async ({ text }) => {
      const page = await text(
        `organization/costs?start_time=${secondsOf('2026-06-01')}&limit=180&group_by=project_id&group_by=line_item`,
      )
      for (const sample of [
        /"value":\d+\.\d{18,20},/,
        /"value":"\d+\.\d{12,20}"/,
        /"value":"?-\d/,
        /"value":\d(\.\d+)?e-\d/,
      ]) {
        expect(page).toMatch(sample)
      }
    })
  })

  test('filters keep exactly the rows they name', async () => {
    await withSimulator({}, async (session) => {
      const [first, second] = session.simulator.projects()
      const wanted = (await readAll(session, GROUPED)).filter(
        (row) => row.projectId === first?.id || row.projectId === second?.id,
      )
      const filtered = await readAll(session, `${GROUPED}&project_ids[]=${first?.id}&project_ids[]=${second?.id}`)
      expect(filtered).toEqual(wanted)
      const byKeys = first?.apiKeys.map((key) => `&api_key_ids=${key.id}`).join('') ?? ''
      const keyed = await readAll(session, `${GROUPED}${byKeys}`)
      const ownRows = wanted.filter((row) => row.projectId === first?.id && !row.lineItem?.includes('credit'))
      expect(total(keyed)).toBe(total(ownRows))
    })
  })
})

describe('determinism', () => {
  const query = `organization/costs?${GROUPED}&limit=30`
  const read = (options: Parameters<typeof withSimulator>[0]) => withSimulator(options, ({ text }) => text(query))

  test('same seed and instant, same bytes; another seed or organization, other bytes', async () => {
    const first = await read({ seed: 7 })
    expect(await read({ seed: 7 })).toBe(first)
    expect(await read({ seed: 8 })).not.toBe(first)
    await withSimulator({ seed: 7, organizations: 2 }, async ({ text, simulator }) => {
      expect(await text(query)).toBe(first)
      const other = await text(query, simulator.keys.otherOrganization)
      expect(total(rowsOf(other))).toBe(simulator.truth.total('2026-10-20', '2026-11-18', 1))
      expect(other).not.toContain(simulator.projects(0)[0]?.id)
    })
  })

  test('how time came to an instant does not matter', async () => {
    const jumped = await withSimulator({ startAt: new Date('2026-11-23T05:00:00Z') }, async ({ simulator, text }) => {
      simulator.advance(3_600)
      await text(query)
      simulator.advance(36_000)
      return text(query)
    })
    const direct = await withSimulator({ startAt: new Date('2026-11-23T05:00:00Z') }, async ({ simulator, text }) => {
      simulator.advance(39_600)
      return text(query)
    })
    expect(direct).toBe(jumped)
  })
})

describe('edges of time', () => {
  test('equal or turned ends are refused', async () => {
    await withSimulator({}, async ({ json }) => {
      const at = secondsOf('2026-11-01')
      const { status, body } = await json(`organization/costs?start_time=${at}&end_time=${at}`)
      expect(status).toBe(400)
      expect(body).toMatchObject({ error: { type: 'invalid_request_error', param: 'end_time' } })
      for (const query of ['', 'start_time=abc', `start_time=${at}&page=nonsense`, `start_time=${at}&group_by=team`]) {
        expect((await json(`organization/costs?${query}`)).status).toBe(400)
      }
    })
  })

  test('today is there only when asked to the next midnight; days before the history are empty buckets', async () => {
    await withSimulator({}, async (session) => {
      session.simulator.advance(13 * 3_600)
      const today = secondsOf('2026-11-23')
      expect(await readAll(session, `start_time=${today}&end_time=${session.seconds()}`)).toEqual([])
      expect(await readAll(session, `start_time=${today}&end_time=${today + 86_400}`)).toHaveLength(1)
      const old = await session.json(`organization/costs?start_time=${secondsOf('2025-01-01')}&limit=2`)
      expect(Page.parse(old.body).data.map((bucket) => bucket.results)).toEqual([[], []])
    })
  })

  test('start at any moment, weekends cost less and months grow', async () => {
    await withSimulator({}, async ({ simulator }) => {
      const saturday = simulator.truth.total('2026-11-14', '2026-11-14')
      const wednesday = simulator.truth.total('2026-11-11', '2026-11-11')
      expect(compareDecimals(saturday, wednesday)).toBe(-1)
      const july = simulator.truth.total('2026-07-01', '2026-07-28')
      const october = simulator.truth.total('2026-10-01', '2026-10-28')
      expect(compareDecimals(july, october)).toBe(-1)
    })
  })
})

test('a benchmark organization has exactly the rows it was asked for', async () => {
  await withSimulator({ projectCount: 30, lineItemsPerProject: 34, historyDays: 20 }, async (session) => {
    const rows = await readAll(
      session,
      `start_time=${secondsOf('2026-11-10')}&end_time=${secondsOf('2026-11-13')}&group_by=project_id&group_by=line_item`,
    )
    expect(rows).toHaveLength(30 * 34 * 3)
  })
})
