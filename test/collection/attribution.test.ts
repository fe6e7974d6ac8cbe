import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BilledRow } from '../../src/ledger/index.ts'
import { HOUR } from '../../src/platform/clock.ts'
import { addDays, costDayOf } from '../../src/platform/cost-day.ts'
import { addDecimals } from '../../src/platform/money.ts'
import { expectSumsToFollowLines } from './ledger.ts'
import { type CollectionBench, createCollectionBench } from './workbench.ts'

const START = '2026-11-10T00:00:00Z'

let bench: CollectionBench
let organizationId: string
let teamIds: string[]
let projectIds: string[]
let externalIds: string[]

beforeAll(async () => {
  bench = await createCollectionBench({ at: START, simulator: { historyDays: 5, projectCount: 4 } })
  const first = await bench.team('가')
  organizationId = first.organizationId
  const second = await bench.runtime.teams.teams.create(bench.actor, '나')
  await bench.runtime.teams.adminKeys.register(bench.actor, second.id, {
    key: bench.simulator.keys.second,
    baseUrl: null,
  })
  teamIds = [first.teamId, second.id]
  projectIds = [
    await bench.project(first.teamId, '검색'),
    await bench.project(first.teamId, '추천'),
    await bench.project(second.id, '번역'),
  ]
  externalIds = bench.externalIds().slice(0, 3)
})
afterAll(() => bench.close())

type Step =
  | {
      do: 'read'
      back: number
      days: number
      rows: { project: number; item: string; cents: number; currency: string }[]
    }
  | { do: 'bind'; project: number; external: number }
  | { do: 'unbind'; project: number; external: number }
  | { do: 'move'; project: number; team: number }
  | { do: 'archive'; project: number }
  | { do: 'wait'; hours: number }

const place = (of: number) => fc.nat(of - 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      back: fc.nat(6),
      days: fc.integer({ min: 1, max: 4 }),
      rows: fc.array(
        fc.record({
          project: fc.nat(3),
          item: fc.constantFrom('gpt-4o, input', 'gpt-4o, "output"', 'a\\b,{c}', 'null'),
          cents: fc.integer({ min: -500, max: 5_000 }),
          currency: fc.constantFrom('USD', 'USD', 'USD', 'KRW'),
        }),
        { maxLength: 6 },
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('bind' as const), project: place(3), external: place(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unbind' as const), project: place(3), external: place(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move' as const), project: place(3), team: place(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('archive' as const), project: place(3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 40 }) }) },
)

async function take(one: Step): Promise<void> {
  const { runtime, actor, clock } = bench
  const project = 'project' in one ? (projectIds[one.project] ?? '') : ''
  switch (one.do) {
    case 'wait':
      return clock.advance(one.hours * HOUR)
    case 'bind':
      return void (await runtime.teams.bindings.bind(actor, project, [externalIds[one.external] ?? '']))
    case 'unbind':
      return bench.unbind(project, externalIds[one.external] ?? '')
    case 'move':
      return void (await runtime.teams.projects.move(actor, project, { teamId: teamIds[one.team] ?? '', reason: '' }))
    case 'archive':
      await runtime.teams.projects.archive(actor, project)
      return void (await runtime.teams.projects.restore(actor, project))
    case 'read':
      return readSome(one)
  }
}

async function readSome({ back, days, rows }: Extract<Step, { do: 'read' }>): Promise<void> {
  const today = costDayOf(bench.clock.now())
  const answered = new Map<string, BilledRow[]>()
  for (let offset = 0; offset < days; offset += 1) {
    const billed = rows.map(({ project, item, cents, currency }) => ({
      externalId: externalIds[project] ?? null,
      lineItem: item,
      currency,
      amount: addDecimals(`${cents + offset}e-2`),
      quantity: null,
    }))
    answered.set(addDays(today, offset - back - days), billed)
  }
  await bench.runtime.ledger.applyReading({ organizationId, requestedAt: bench.clock.now(), days: answered })
}

async function startOver(): Promise<void> {
  bench.clock.set(START)
  await sql`truncate billed_changes, billed_lines, billed_days, scope_days, project_days, team_days, workspace_days,
    cost_scopes, cost_line_items, bindings restart identity cascade`.execute(bench.db)
  await sql`delete from project_teams where from_day <> '-infinity'`.execute(bench.db)
  await sql`update projects set team_id = home.team_id from project_teams home where home.project_id = projects.id`.execute(
    bench.db,
  )
}

type Day = { project: string; team: string; day: string; currency: string; amount: string }
async function projectDays(before: string): Promise<Day[]> {
  const { rows } = await sql<Day>`
    select project_id as project, team_id as team, cost_day as day, currency, trim_scale(amount)::text as amount
    from project_days where cost_day < ${before} and amount <> 0 order by 1, 3, 4`.execute(bench.db)
  return rows
}

test('after any sequence of readings, bindings and moves the sums are those made anew from the lines', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 18 }), async (steps) => {
      await startOver()
      for (const one of steps) await take(one)
      await expectSumsToFollowLines(bench.runtime.database)
    }),
    { numRuns: 40 },
  )
}, 120_000)

test('binding changes and moves rewrite no day before the one on which they are made, except that a first binding reaches back', async () => {
  await startOver()
  const [first = '', second = ''] = projectIds
  const [external = ''] = externalIds
  const rows = [{ project: 0, item: 'gpt-4o, input', cents: 100, currency: 'USD' }]
  await readSome({ do: 'read', back: 0, days: 4, rows })
  await take({ do: 'bind', project: 0, external: 0 })
  expect((await projectDays('2026-11-10')).map(({ project }) => project)).toEqual([first, first, first, first])
  for (const change of [
    { do: 'move', project: 0, team: 1 },
    { do: 'unbind', project: 0, external: 0 },
    { do: 'bind', project: 1, external: 0 },
    { do: 'move', project: 1, team: 1 },
  ] satisfies Step[]) {
    await take({ do: 'wait', hours: 48 })
    const today = costDayOf(bench.clock.now())
    const history = await projectDays(today)
    await take(change)
    expect(await projectDays(today), change.do).toEqual(history)
    await readSome({ do: 'read', back: 0, days: 2, rows })
    await expectSumsToFollowLines(bench.runtime.database, change.do)
  }
  const holders = new Set((await projectDays('2027-01-01')).map(({ project }) => project))
  expect([...holders].toSorted()).toEqual([first, second].toSorted())
  const bindings = await bench.runtime.teams.bindings.list(bench.actor, second)
  expect(bindings).toMatchObject([{ externalId: external, fromBeginning: false }])
})
