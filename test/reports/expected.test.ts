import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DAY } from '../../src/platform/clock.ts'
import { homeOf } from '../../src/reports/index.ts'
import { type CollectionBench, createCollectionBench } from '../collection/workbench.ts'

let bench: CollectionBench
let main: Awaited<ReturnType<CollectionBench['team']>>
let trial: Awaited<ReturnType<CollectionBench['team']>>

beforeAll(async () => {
  bench = await createCollectionBench({ simulator: { historyDays: 60, projectCount: 2, organizations: 2 } })
  main = await bench.team('마케팅팀')
  trial = await bench.team('시험팀', bench.simulator.keys.otherOrganization)
  await bench.collect()
})
afterAll(() => bench.close())

const lastWeek = async () => (await homeOf(bench.runtime.reports, null)).last7Days
const setKey = (state: string) =>
  sql`
  update admin_keys set state = ${state}, problem_code = nullif(${state}, 'inactive')::text,
    problem_since = case when ${state} = 'broken' then now() end where id = ${trial.keyId}`.execute(bench.db)

test('an organization whose key is broken is missed, whoever else is read', async () => {
  await setKey('broken')
  bench.clock.advance(20 * DAY)
  await bench.collect({ teamId: main.teamId })
  expect(await lastWeek()).toMatchObject({ missingDays: 7, basis: 'provisional', change: null })
})

test('an organization whose key was set aside is not missed after its last read day', async () => {
  await setKey('inactive')
  const week = await lastWeek()
  expect(week.missingDays).toBe(0)
  expect(week.change).not.toBeNull()
})

test('nor one whose only team is archived', async () => {
  await setKey('broken')
  expect((await lastWeek()).missingDays).toBe(7)
  await bench.runtime.teams.teams.archive(bench.actor, trial.teamId)
  await setKey('broken')
  expect((await lastWeek()).missingDays).toBe(0)
})

test('a day that was skipped before the last read day stays missed', async () => {
  await sql`update billed_days set cost_day = '2026-12-11'
    where organization_id = ${trial.organizationId} and cost_day = '2026-11-23'`.execute(bench.db)
  expect(await lastWeek()).toMatchObject({ from: '2026-12-06', to: '2026-12-12', missingDays: 5 })
})
