import { sql } from 'kysely'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { DAY } from '../../src/platform/clock.ts'
import { addDays, costDayOf, daysBetween } from '../../src/platform/cost-day.ts'
import { addDecimals, subtractDecimals } from '../../src/platform/money.ts'
import { expectSumsToFollowLines, totalOf, truthRows } from './ledger.ts'
import { type CollectionBench, createCollectionBench } from './workbench.ts'

// Many requests: a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 })

let bench: CollectionBench
afterEach(() => bench.close())

const TODAY = '2026-11-23'
const BACKFILL = { from: addDays(TODAY, -180), to: TODAY }

test('the first reading takes 180 days and equals the provider’s bill digit for digit; a second changes nothing', async () => {
  bench = await createCollectionBench({ simulator: { historyDays: 200, projectCount: 4 } })
  const { organizationId } = await bench.team('마케팅팀')
  const [first] = await bench.collect()
  expect(first).toMatchObject({ state: 'done', backfill: true, daysDone: 181, from: BACKFILL.from, to: TODAY })
  const ledger = await bench.ledger()
  expect(ledger).toEqual(truthRows(bench.simulator, BACKFILL))
  expect(totalOf(ledger)).toBe(bench.simulator.truth.total(BACKFILL.from, TODAY))
  expect(first?.cost).toEqual({ USD: totalOf(ledger) })
  const [again] = await bench.collect()
  expect(again).toMatchObject({ state: 'done', backfill: false, daysDone: 15, changedLines: 0 })
  expect(await bench.ledger(organizationId)).toEqual(ledger)
  await expectSumsToFollowLines(bench.runtime.database)
})

describe('any page size gives the same ledger', () => {
  for (const pageSize of [1, 4, 180]) {
    test(`${pageSize} days a page`, async () => {
      bench = await createCollectionBench({ simulator: { pageSize } })
      await bench.team('마케팅팀')
      await bench.collect()
      expect(await bench.ledger()).toEqual(truthRows(bench.simulator, BACKFILL))
    })
  }
})

test('two keys of one organization count its costs once, two organizations are not mixed', async () => {
  bench = await createCollectionBench()
  const { keys } = bench.simulator
  const own = await bench.team('마케팅팀', keys.full)
  const same = await bench.team('데이터팀', keys.second)
  const other = await bench.team('연구팀', keys.otherOrganization)
  expect(same.organizationId).toBe(own.organizationId)
  expect(other.organizationId).not.toBe(own.organizationId)
  const ended = await bench.collect()
  expect(ended.map(({ state }) => state)).toEqual(['done', 'done'])
  expect(await bench.ledger(own.organizationId)).toEqual(truthRows(bench.simulator, { ...BACKFILL, organization: 0 }))
  expect(await bench.ledger(other.organizationId)).toEqual(truthRows(bench.simulator, { ...BACKFILL, organization: 1 }))
  await bench.collect({ teamId: same.teamId })
  expect(totalOf(await bench.ledger())).toBe(
    addDecimals(
      bench.simulator.truth.total(BACKFILL.from, TODAY, 0),
      bench.simulator.truth.total(BACKFILL.from, TODAY, 1),
    ),
  )
})

test('what no binding covers is the whole less the teams, exactly, day by day', async () => {
  bench = await createCollectionBench()
  const { teamId } = await bench.team('마케팅팀')
  const [first = '', second = ''] = bench.externalIds()
  await bench.project(teamId, '검색', [first, second])
  await bench.collect()
  const { rows } = await sql<{ day: string; whole: string; owned: string }>`
    select whole.cost_day as day, whole.amount::text as whole, coalesce(sum(owned.amount), 0)::text as owned
    from workspace_days whole left join team_days owned using (cost_day, currency)
    group by whole.cost_day, whole.amount`.execute(bench.db)
  for (const { day, whole, owned } of rows) {
    const truth = bench.simulator.truth.costs({ from: day, to: day })
    const sum = (all: typeof truth) => addDecimals('0', ...all.map(({ amount }) => amount))
    const bound = truth.filter(({ projectId }) => projectId === first || projectId === second)
    expect(addDecimals(owned)).toBe(sum(bound))
    expect(subtractDecimals(whole, owned)).toBe(sum(truth.filter((row) => !bound.includes(row))))
  }
  expect(rows.length).toBeGreaterThan(30)
})

describe('a bill that changes after the day has closed', () => {
  test('is followed day by day: every day of the window equals the bill each time, with a trace of each change', async () => {
    bench = await createCollectionBench({ at: '2026-11-10T00:05:00Z', simulator: { scenario: 'late-bill' } })
    await bench.team('마케팅팀')
    await bench.collect()
    const seen = new Map<string, string[]>()
    for (let round = 0; round < 20; round += 1) {
      const today = costDayOf(bench.clock.now())
      const window = { from: addDays(today, -14), to: today }
      const before = await bench.ledger()
      const traces = await countTraces()
      const [ended] = await bench.collect()
      expect(ended?.state).toBe('done')
      const ledger = await bench.ledger()
      const inWindow = ledger.filter((row) => row.slice(0, 10) >= window.from)
      expect(inWindow, today).toEqual(truthRows(bench.simulator, window))
      const changed = changedBetween(before, ledger)
      expect((await countTraces()) - traces, today).toBe(ended?.changedLines)
      expect(ended?.changedLines ?? 0).toBeGreaterThanOrEqual(round === 0 ? 0 : changed.onKnownDays)
      for (const day of daysBetween(window.from, today)) seen.set(day, [...(seen.get(day) ?? []), today])
      await expectSumsToFollowLines(bench.runtime.database, today)
      bench.clock.advance(DAY)
    }
    const { rows } = await sql<{ vanished: number; grew: number; fell: number }>`
      select count(*) filter (where amount = 0) as vanished, count(*) filter (where amount > previous) as grew,
        count(*) filter (where amount < previous and amount <> 0) as fell from billed_changes`.execute(bench.db)
    expect(rows[0]?.vanished).toBeGreaterThan(0)
    expect(rows[0]?.grew).toBeGreaterThan(0)
    expect(rows[0]?.fell).toBeGreaterThan(0)
  }, 120_000)

  test('leaves a chain of traces from the first amount to the last', async () => {
    bench = await createCollectionBench({
      at: '2026-11-10T00:05:00Z',
      simulator: { scenario: 'late-bill', projectCount: 2 },
    })
    await bench.team('마케팅팀')
    for (let round = 0; round < 10; round += 1) {
      await bench.collect()
      bench.clock.advance(DAY)
    }
    const { rows } = await sql<{ broken: number }>`
      select count(*) as broken from (
        select amount, previous, lag(amount) over chain as earlier, lead(amount) over chain as later, line.amount_now
        from billed_changes change
        cross join lateral (select known.amount as amount_now from billed_lines known
          where known.scope_id = change.scope_id and known.cost_day = change.cost_day
            and known.line_item_id = change.line_item_id and known.currency = change.currency) as line
        window chain as (partition by scope_id, cost_day, line_item_id, currency order by change.id)) as chained
      where (earlier is not null and previous is distinct from earlier) or (later is null and amount <> amount_now)
        or amount = previous`.execute(bench.db)
    expect(rows[0]?.broken).toBe(0)
  })
})

async function countTraces(): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from billed_changes`.execute(bench.db)
  return rows[0]?.count ?? 0
}

/** Lines of days that the ledger had before and that are not as they were. */
function changedBetween(before: readonly string[], after: readonly string[]): { onKnownDays: number } {
  const days = new Set(before.map((row) => row.slice(0, 10)))
  const known = new Set(before)
  return { onKnownDays: after.filter((row) => days.has(row.slice(0, 10)) && !known.has(row)).length }
}
