import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createOutcomesBench, type OutcomesBench } from '../../test/outcomes/bench.ts'
import { DAY } from '../platform/clock.ts'

let bench: OutcomesBench
let projectId: string
beforeAll(async () => {
  bench = await createOutcomesBench(30)
})
beforeEach(async () => {
  projectId = await bench.project()
})
afterAll(() => bench.close())

const AT = '2026-11-23T10:00:00Z'
const tasks = async () => (await bench.days(projectId)).map(({ task, attempts }) => [task, attempts])

test('an outcome that came before its call takes the task of the call, once; one that says its own keeps it', async () => {
  await bench.results(projectId, [
    { id: 'a', at: AT, success: true, responseId: 'resp_late' },
    { id: 'b', at: AT, success: true, responseId: 'resp_late', task: '요약' },
    { id: 'c', at: AT, success: true, responseId: 'resp_never' },
  ])
  await bench.call(projectId, { responseId: 'resp_late', task: '분류', at: new Date(AT) })
  expect(await bench.outcomes.takeTasksOfCalls()).toBe(1)
  expect(await bench.outcomes.takeTasksOfCalls()).toBe(0)
  expect(await tasks()).toEqual([
    ['', 1],
    ['분류', 1],
    ['요약', 1],
  ])
  // Told again as before, it is the same one and stays where it is.
  expect(await bench.results(projectId, [{ id: 'a', at: AT, success: true, responseId: 'resp_late' }])).toEqual([
    'duplicate',
  ])
  expect(await bench.results(projectId, [{ id: 'a', success: false }])).toEqual(['replaced'])
  expect(await tasks()).toEqual([
    ['', 1],
    ['분류', 1],
    ['요약', 1],
  ])
})

test('single outcomes go with the calls of their time; their sums stay, and totals for good', async () => {
  await bench.results(projectId, [
    { id: 'old', at: '2026-10-25T10:00:00Z', success: true, task: '요약' },
    { id: 'old', at: '2026-10-25T10:00:00Z', success: false, task: '요약' },
    { id: 'new', at: AT, success: true, task: '요약' },
    { day: '2026-10-25', task: '번역', attempts: 5, successes: 4 },
    { day: '2026-10-25', task: '번역', attempts: 5, successes: 5 },
  ])
  const before = await bench.days(projectId)
  bench.clock.advance(10 * DAY)
  expect(await bench.outcomes.dropOld()).toBe(1)
  expect(await bench.days(projectId)).toEqual(before)
  const { rows } = await sql<{ id: string }>`select id from outcomes where project_id = ${projectId}`.execute(bench.db)
  expect(rows).toEqual([{ id: 'new' }])
  const { rows: traces } = await sql<{ outcome_id: string | null }>`
    select outcome_id from outcome_changes where project_id = ${projectId}`.execute(bench.db)
  expect(traces).toEqual([{ outcome_id: null }])
  // What is too old to be known is not taken as new.
  expect(await bench.results(projectId, [{ id: 'old', at: '2026-10-25T10:00:00Z', success: true }])).toEqual([
    'outcome-too-old',
  ])
})
