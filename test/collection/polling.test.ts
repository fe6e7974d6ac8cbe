import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../../src/platform/clock.ts'
import { type Counts, countsOf, providerCounts } from './usage.ts'
import { type CollectionBench, createCollectionBench } from './workbench.ts'

let bench: CollectionBench
let teamId = ''
let keyId = ''
let organizationId = ''
beforeAll(async () => {
  bench = await createCollectionBench({ at: '2026-11-23T05:00:00Z' })
  ;({ teamId, keyId, organizationId } = await bench.team('마케팅팀'))
})
afterAll(() => bench.server.close())
beforeEach(() => bench.simulator.faults.clear())

const pollDue = () => bench.polls.pollDue({ signal: bench.signal })
const counted = (from: string, to: string): Promise<Counts> => countsOf(bench.db, from, to)
const provided = (from: string, to: string) => providerCounts(bench, from, to)

describe('the first poll', () => {
  test('reads today and four weeks, count for count, with few requests per kind', async () => {
    const [round] = await pollDue()
    expect(round?.kinds.map(({ problem }) => problem)).toEqual(Array(10).fill(null))
    expect(Math.max(...(round?.kinds.map(({ requests }) => requests) ?? []))).toBeLessThanOrEqual(7)
    expect(await counted('2026-10-26', '2026-11-23')).toEqual(await provided('2026-10-26', '2026-11-23'))
  })

  test('is followed by another one after five minutes, and not before', async () => {
    bench.clock.advance(4 * MINUTE)
    expect(await pollDue()).toEqual([])
    bench.clock.advance(MINUTE - 2 * SECOND)
    const [round] = await pollDue()
    expect(round?.requests).toBe(10)
    expect(await counted('2026-11-23', '2026-11-23')).toEqual(await provided('2026-11-23', '2026-11-23'))
  })
})

test('an organization of which a project is near a limit is asked every minute', async () => {
  const [externalId = ''] = bench.externalIds()
  const projectId = await bench.project(teamId, 'hot', [externalId])
  bench.hot.add(projectId)
  bench.clock.advance(MINUTE)
  expect(await pollDue()).toHaveLength(1)
  bench.hot.clear()
  bench.clock.advance(MINUTE)
  expect(await pollDue()).toEqual([])
})

test('a whole day and its midnight, polled every twenty minutes, come to what the provider counts', async () => {
  for (let passed = 0; passed < 20 * HOUR; passed += 20 * MINUTE) {
    bench.clock.advance(20 * MINUTE)
    await pollDue()
  }
  expect(await counted('2026-11-22', '2026-11-24')).toEqual(await provided('2026-11-22', '2026-11-24'))
}, 120_000)

test('after a pause nothing is missing', async () => {
  bench.clock.advance(9 * HOUR)
  await pollDue()
  expect(await counted('2026-11-24', '2026-11-24')).toEqual(await provided('2026-11-24', '2026-11-24'))
  bench.clock.advance(75 * HOUR)
  await pollDue()
  expect(await counted('2026-11-24', '2026-11-27')).toEqual(await provided('2026-11-24', '2026-11-27'))
})

describe('what fails', () => {
  const marks = async () =>
    (
      await sql<{ kind: string; problem: string | null; retryAt: Date | null }>`
        select kind, problem_code as problem, retry_at as "retryAt" from usage_watermarks
        where organization_id = ${organizationId} and problem_code is not null order by kind`.execute(bench.db)
    ).rows

  test('throttled kinds rest for as long as they are told, the others go on', async () => {
    bench.simulator.faults.push({ match: '/organization/usage/embeddings', kind: '429', retryAfterSeconds: 120 })
    bench.clock.advance(5 * MINUTE)
    const [round] = await pollDue()
    expect(round?.kinds.filter(({ problem }) => problem !== null)).toMatchObject([{ kind: 'embeddings', requests: 1 }])
    expect(await marks()).toMatchObject([
      { kind: 'embeddings', problem: 'api-busy', retryAt: new Date(bench.clock.now().getTime() + 120 * SECOND) },
    ])
    bench.clock.advance(MINUTE)
    expect(await pollDue()).toEqual([])
    bench.clock.advance(MINUTE)
    const [again] = await pollDue()
    expect(again?.kinds).toMatchObject([{ kind: 'embeddings', problem: null }])
    expect(await marks()).toEqual([])
  })

  test('a kind that is told to rest for a day is read again within minutes: nothing may be spent unseen', async () => {
    bench.simulator.faults.push({ match: '/organization/usage/embeddings', kind: '429', retryAfterSeconds: 86_400 })
    bench.clock.advance(5 * MINUTE)
    await pollDue()
    bench.clock.advance(10 * MINUTE)
    await pollDue()
    expect(await marks()).toEqual([])
  })

  for (const kind of ['500', 'truncate', 'reset', 'stuck-page', 'html'] as const) {
    test(`an answer that breaks (${kind}) changes nothing and is made up for`, async () => {
      const before = await counted('2026-11-27', '2026-11-28')
      bench.simulator.faults.push({ match: '/organization/usage/', kind, times: 1_000 })
      bench.clock.advance(15 * MINUTE)
      const [round] = await pollDue()
      expect(round?.kinds.every(({ problem }) => problem !== null)).toBe(true)
      expect(await counted('2026-11-27', '2026-11-28')).toEqual(before)
      bench.simulator.faults.clear()
      bench.clock.advance(15 * MINUTE)
      await pollDue()
      const today = bench.clock.now().toISOString().slice(0, 10)
      expect(await counted(today, today)).toEqual(await provided(today, today))
    }, 60_000)
  }

  test('a key that is refused is marked, and the next key of the organization goes on in the same round', async () => {
    const second = await bench.team('커머스팀', bench.simulator.keys.second)
    bench.simulator.faults.push({ match: '/organization/usage/completions', kind: '401' })
    bench.clock.advance(5 * MINUTE)
    const rounds = await pollDue()
    expect(rounds).toHaveLength(1)
    expect(rounds[0]).toMatchObject({ organizationId, problem: null })
    const { rows } = await sql<{ id: string; state: string }>`
      select id, state from admin_keys where id in (${keyId}, ${second.keyId})`.execute(bench.db)
    expect(Object.fromEntries(rows.map((row) => [row.id, row.state]))).toEqual({
      [keyId]: 'broken',
      [second.keyId]: 'active',
    })
  })
})

test('two processes never ask one organization at the same time', async () => {
  bench.clock.advance(5 * MINUTE)
  const rounds = await Promise.all([pollDue(), pollDue(), pollDue()])
  expect(rounds.flat()).toHaveLength(1)
})

test('a clock that was hours ahead for a while keeps nobody from reading once it is right again', async () => {
  const right = bench.clock.now()
  bench.clock.advance(9 * HOUR)
  expect(await pollDue()).toHaveLength(1)
  bench.clock.set(new Date(right.getTime() + 5 * MINUTE).toISOString())
  expect(await pollDue()).toMatchObject([{ requests: 30 }])
  const marks = await bench.runtime.ledger.watermarksOf(organizationId)
  expect(marks.map(({ requestedAt }) => requestedAt)).toEqual(marks.map(() => bench.clock.now()))
  bench.clock.advance(MINUTE)
  expect(await pollDue()).toEqual([])
})
