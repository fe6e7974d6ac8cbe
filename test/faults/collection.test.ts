import { sql } from 'kysely'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { DAY, fixedClock, HOUR, MINUTE } from '../../src/platform/clock.ts'
import { addDays, daysBetween } from '../../src/platform/cost-day.ts'
import type { FaultKind } from '../../src/simulator/index.ts'
import { expectSumsToFollowLines, truthRows } from '../collection/ledger.ts'
import { type CollectionBench, createCollectionBench } from '../collection/workbench.ts'

// Many requests: a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 })

let bench: CollectionBench
afterEach(() => bench.close())

const TODAY = '2026-11-23'
const BACKFILL = { from: addDays(TODAY, -180), to: TODAY }
const COSTS = 'organization/costs'
/** The provider's bill stands still while our clock goes on. */
const STILL = { clock: fixedClock('2026-11-23T05:00:00Z'), projectCount: 3, pageSize: 2 }

/** So many pages of two days are answered before the fault, which hits in the middle of a chunk. */
const PAGES = 7

function expectMiddleOfChunk(collection: { daysDone: number } | undefined): void {
  expect(collection?.daysDone).toBeGreaterThan(0)
  expect(collection?.daysDone).toBeLessThan(PAGES * 2)
}

async function readDays(organizationId?: string): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select cost_day as day from billed_days
    where ${organizationId ?? null}::uuid is null or organization_id = ${organizationId ?? null} order by 1`.execute(
    bench.db,
  )
  return rows.map(({ day }) => day)
}

async function countOf(table: 'deliveries' | 'actions', kind: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(table)} where kind = ${kind}`.execute(bench.db)
  return rows[0]?.count ?? 0
}

async function keyState(id: string) {
  const { rows } = await sql<{ state: string; problem: string | null }>`
    select state, problem_code as problem from admin_keys where id = ${id}`.execute(bench.db)
  return rows[0]
}

describe('a fault that lasts pauses the collection with its own reason, keeps whole chunks only, and is made good later', () => {
  const faults: [FaultKind, string][] = [
    ['429', 'api-busy'],
    ['500', 'api-failed'],
    ['503', 'api-failed'],
    ['truncate', 'api-garbage'],
    ['html', 'api-garbage'],
    ['garbage', 'api-garbage'],
    ['stuck-page', 'api-garbage'],
    ['reset', 'api-unreachable'],
    ['hang', 'api-timeout'],
  ]
  for (const [kind, code] of faults) {
    test(`${kind} is ${code}`, async () => {
      bench = await createCollectionBench({ simulator: STILL })
      await bench.team('마케팅팀')
      bench.simulator.faults.push({ match: COSTS, kind, afterRequests: PAGES, times: 60 })
      const [paused] = await bench.collect()
      expect(paused).toMatchObject({ state: 'waiting', problemCode: code })
      const done = { from: addDays(paused?.remainingTo ?? '', 1), to: TODAY }
      expectMiddleOfChunk(paused)
      expect(paused?.waitingUntil?.getTime()).toBe(bench.clock.now().getTime() + MINUTE)
      expect(await readDays()).toEqual(daysBetween(done.from, done.to))
      expect(await bench.ledger()).toEqual(truthRows(bench.simulator, done))
      expect(bench.server.logLines.some((line) => line.includes(code))).toBe(true)

      expect(await bench.collections.runOpen({ signal: bench.signal })).toEqual([])
      bench.simulator.faults.clear()
      bench.clock.advance(2 * MINUTE)
      const [ended] = await bench.collections.runOpen({ signal: bench.signal })
      expect(ended).toMatchObject({ id: paused?.id, state: 'done', problemCode: null, daysDone: 181 })
      expect(await bench.ledger()).toEqual(truthRows(bench.simulator, BACKFILL))
      await expectSumsToFollowLines(bench.runtime.database)
    })
  }
})

test('a page that fails in a later reading changes nothing of its days', async () => {
  bench = await createCollectionBench({
    at: '2026-11-20T05:00:00Z',
    simulator: { pageSize: 2, projectCount: 3, scenario: 'late-bill' },
  })
  await bench.team('마케팅팀')
  await bench.collect()
  bench.clock.advance(3 * DAY)
  const before = await bench.ledger()
  bench.simulator.faults.push({ match: COSTS, kind: '500', afterRequests: PAGES, times: 60 })
  const [paused] = await bench.collect()
  expect(paused?.state).toBe('waiting')
  expectMiddleOfChunk(paused)
  const failed = (rows: string[]) => rows.filter((row) => row.slice(0, 10) <= (paused?.remainingTo ?? ''))
  expect(failed(await bench.ledger())).toEqual(failed(before))
  bench.simulator.faults.clear()
  bench.clock.advance(HOUR)
  await bench.collections.runOpen({ signal: bench.signal })
  await bench.collect()
  const window = { from: addDays(TODAY, -14), to: TODAY }
  const inWindow = (await bench.ledger()).filter((row) => row.slice(0, 10) >= window.from)
  expect(inWindow).toEqual(truthRows(bench.simulator, window))
})

test('a Retry-After of an hour is kept: nothing is asked before, and then it goes on', async () => {
  bench = await createCollectionBench()
  await bench.team('마케팅팀')
  bench.simulator.faults.push({ match: COSTS, kind: '429', retryAfterSeconds: 3_600 })
  const [paused] = await bench.collect()
  expect(paused).toMatchObject({ state: 'waiting', problemCode: 'api-busy', daysDone: 0 })
  expect(paused?.waitingUntil?.getTime()).toBe(bench.clock.now().getTime() + HOUR)
  bench.clock.advance(59 * MINUTE)
  expect(await bench.collections.runOpen({ signal: bench.signal })).toEqual([])
  bench.clock.advance(2 * MINUTE)
  expect((await bench.collections.runOpen({ signal: bench.signal }))[0]).toMatchObject({ state: 'done' })
})

test('an outage that does not end fails the collection at last, and the next day’s reading makes it good', async () => {
  bench = await createCollectionBench({ simulator: STILL })
  const { keyId } = await bench.team('마케팅팀')
  bench.simulator.faults.push({ match: COSTS, kind: '503', times: 1_000 })
  const [first] = await bench.collect()
  let last = first
  for (let round = 0; round < 20 && last?.state === 'waiting'; round += 1) {
    bench.clock.advance(HOUR)
    last = (await bench.collections.runOpen({ signal: bench.signal }))[0] ?? last
  }
  expect(last).toMatchObject({ state: 'failed', problemCode: 'api-failed', daysDone: 0 })
  expect(await readDays()).toEqual([])
  expect((await keyState(keyId))?.state).toBe('active')
  bench.simulator.faults.clear()
  bench.clock.advance(DAY)
  expect((await bench.collect())[0]).toMatchObject({ state: 'done', backfill: true, daysDone: 181 })
  expect(await bench.ledger()).toEqual(
    truthRows(bench.simulator, { from: addDays(BACKFILL.from, 1), to: addDays(TODAY, 1) }),
  )
})

describe('a key that is refused on the way', () => {
  for (const [kind, code] of [
    ['401', 'key-revoked'],
    ['403', 'key-no-costs'],
  ] satisfies [FaultKind, string][]) {
    test(`with ${kind} is broken with its reason, its team told once, and others go on`, async () => {
      bench = await createCollectionBench({ simulator: { projectCount: 3, pageSize: 2 } })
      await bench.runtime.people.createPerson({
        email: 'a@example.com',
        name: '관리자',
        password: 'long enough 123',
        admin: true,
      })
      const teams = [
        await bench.team('마케팅팀', bench.simulator.keys.full),
        await bench.team('연구팀', bench.simulator.keys.otherOrganization),
      ]
      bench.simulator.faults.push({ match: COSTS, kind, afterRequests: PAGES, times: 1 })
      const ended = await bench.collect()
      const refused = ended.find(({ state }) => state === 'failed')
      const own = teams.find(({ organizationId }) => organizationId === refused?.organizationId)
      const other = teams.find((team) => team !== own)
      if (!own || !other) throw new Error('no collection was refused')
      expect(refused?.problemCode).toBe(code)
      expectMiddleOfChunk(refused)
      expect(ended.find((collection) => collection !== refused)).toMatchObject({ state: 'done', daysDone: 181 })
      expect(await keyState(own.keyId)).toEqual({ state: 'broken', problem: code })
      expect(await keyState(other.keyId)).toEqual({ state: 'active', problem: null })
      expect(await readDays(own.organizationId)).toHaveLength(refused?.daysDone ?? 0)

      for (let round = 0; round < 3; round += 1) {
        bench.simulator.faults.push({ match: COSTS, kind, times: 1 })
        bench.clock.advance(DAY)
        await bench.collect({ teamId: own.teamId })
      }
      expect(await countOf('deliveries', 'key-broken')).toBe(1)
      expect(await countOf('actions', 'admin-key.broken')).toBe(1)

      bench.clock.advance(DAY)
      expect((await bench.collect({ teamId: own.teamId }))[0]).toMatchObject({ state: 'done' })
      expect(await keyState(own.keyId)).toEqual({ state: 'active', problem: null })
      expect(await countOf('actions', 'admin-key.reactivated')).toBe(1)
    })
  }

  test('is relieved by a second key of the same organization, in the same run and where it stopped', async () => {
    bench = await createCollectionBench({ simulator: STILL })
    const own = await bench.team('마케팅팀', bench.simulator.keys.full)
    const spare = await bench.team('데이터팀', bench.simulator.keys.second)
    await bench.request()
    bench.simulator.faults.push({ match: COSTS, kind: '401', afterRequests: PAGES, times: 1 })
    await bench.collections.runOpen({ signal: bench.signal })
    const [collection] = await bench.collections.list({ teamIds: null, teamId: undefined, state: undefined })
    expect(collection).toMatchObject({ state: 'done', daysDone: 181 })
    expect([(await keyState(own.keyId))?.state, (await keyState(spare.keyId))?.state].toSorted()).toEqual([
      'active',
      'broken',
    ])
    expect(await bench.ledger()).toEqual(truthRows(bench.simulator, BACKFILL))
  })

  test('is relieved in the daily reading as well', async () => {
    bench = await createCollectionBench({ simulator: STILL })
    await bench.team('마케팅팀', bench.simulator.keys.full)
    await bench.team('데이터팀', bench.simulator.keys.second)
    bench.simulator.faults.push({ match: COSTS, kind: '401', afterRequests: PAGES, times: 1 })
    await bench.collect()
    await bench.collections.runOpen({ signal: bench.signal })
    expect(await bench.ledger()).toEqual(truthRows(bench.simulator, BACKFILL))
  })
})

test('a collection that is stopped with its process is given back at once and goes on where it was', async () => {
  bench = await createCollectionBench({ simulator: STILL })
  await bench.team('마케팅팀')
  const [asked] = await bench.request()
  const stop = new AbortController()
  const stopped = await bench.collections.run(asked?.id ?? '', {
    signal: stop.signal,
    force: true,
    onStep: ({ daysDone }) => daysDone > 5 && stop.abort(new Error('the process ends')),
  })
  expect(stopped).toMatchObject({ state: 'waiting', problemCode: null })
  expect(stopped?.daysDone).toBeGreaterThan(5)
  const [ended] = await bench.collections.runOpen({ signal: bench.signal })
  expect(ended).toMatchObject({ id: asked?.id, state: 'done', daysDone: 181 })
  expect(await bench.ledger()).toEqual(truthRows(bench.simulator, BACKFILL))
})

test('a flaky provider slows the reading down and changes nothing of it', async () => {
  bench = await createCollectionBench({ simulator: { ...STILL, scenario: 'flaky' } })
  const teams = bench.runtime.teams
  const team = await teams.teams.create(bench.actor, '마케팅팀')
  await teams.adminKeys.register(bench.actor, team.id, { key: bench.simulator.keys.full, baseUrl: null })
  const [ended] = await bench.collect()
  expect(ended).toMatchObject({ state: 'done', daysDone: 181 })
  expect(bench.waits.length).toBeGreaterThan(5)
  expect(await bench.ledger()).toEqual(truthRows(bench.simulator, BACKFILL))
}, 60_000)
