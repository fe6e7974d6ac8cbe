import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createOutcomesBench, type OutcomesBench } from '../../test/outcomes/bench.ts'
import { readOutcomeDays, readOutcomeScales } from './index.ts'

let bench: OutcomesBench
let projectId: string
beforeAll(async () => {
  bench = await createOutcomesBench()
})
beforeEach(async () => {
  projectId = await bench.project()
})
afterAll(() => bench.close())

const AT = '2026-11-23T10:00:00Z'
const DAY = '2026-11-23'
const single = (id: string, given: Record<string, unknown> = {}) => ({
  id,
  at: AT,
  task: '요약',
  success: true,
  ...given,
})
const total = (given: Record<string, unknown> = {}) => ({
  day: DAY,
  task: '요약',
  attempts: 10,
  successes: 7,
  ...given,
})
const changes = async () =>
  (
    await sql<{ outcome_id: string | null; before: Record<string, unknown>; after: Record<string, unknown> | null }>`
      select outcome_id, before, after from outcome_changes where project_id = ${projectId} order by at`.execute(
      bench.db,
    )
  ).rows

test('single outcomes add up per task and cost day, with feedback of different scales brought to 0–1', async () => {
  const answers = await bench.results(projectId, [
    single('a', { feedback: { score: 4, min: 1, max: 5 } }),
    single('b', { success: false, feedback: { score: 1, min: 0, max: 1 } }),
    single('c', { task: '번역' }),
    single('d', { at: '2026-11-22T23:59:59.999Z', task: null }),
  ])
  expect(answers).toEqual(['stored', 'stored', 'stored', 'stored'])
  expect(await bench.days(projectId)).toEqual([
    { task: '', day: '2026-11-22', attempts: 1, successes: 1, feedback: '0', given: 0 },
    { task: '번역', day: DAY, attempts: 1, successes: 1, feedback: '0', given: 0 },
    { task: '요약', day: DAY, attempts: 2, successes: 1, feedback: '1.75', given: 2 },
  ])
  expect(await readOutcomeDays(bench.db, { projectIds: [projectId], from: DAY, to: DAY })).toEqual([
    { projectId, task: '번역', costDay: DAY, attempts: 1, successes: 1, feedback: null },
    { projectId, task: '요약', costDay: DAY, attempts: 2, successes: 1, feedback: { sum: '1.75', count: 2 } },
  ])
  expect(await readOutcomeScales(bench.db, [projectId])).toEqual(new Map([[projectId, { min: '1', max: '5' }]]))
})

test('the same outcome again is a duplicate, in the same batch too, and what is left out stays as it was', async () => {
  const feedback = { score: 5, min: 1, max: 5 }
  expect(await bench.results(projectId, [single('a', { feedback }), single('a', { feedback })])).toEqual([
    'stored',
    'duplicate',
  ])
  expect(await bench.results(projectId, [{ id: 'a', success: true }])).toEqual(['duplicate'])
  expect(await bench.days(projectId)).toMatchObject([{ attempts: 1, successes: 1, feedback: '1', given: 1 }])
  expect(await changes()).toEqual([])
})

test('a correction replaces, moves the sums along, across days too, and leaves a trace', async () => {
  await bench.results(projectId, [single('a', { counters: { resolved: 2 } }), single('b')])
  const correction = single('a', { success: false, at: '2026-11-22T10:00:00Z', task: '번역' })
  expect(await bench.results(projectId, [correction])).toEqual(['replaced'])
  expect(await bench.days(projectId)).toMatchObject([
    { task: '번역', day: '2026-11-22', attempts: 1, successes: 0 },
    { task: '요약', day: DAY, attempts: 1, successes: 1 },
  ])
  const [change] = await changes()
  expect(change).toMatchObject({ outcome_id: 'a', before: { success: true, task: '요약' }, after: { success: false } })
  expect(await bench.results(projectId, [single('a')])).toEqual(['replaced'])
  expect(await bench.days(projectId)).toMatchObject([{ task: '요약', attempts: 2, successes: 2 }])
})

test('a total counts instead of the single outcomes of its day and task, never beside them', async () => {
  await bench.results(projectId, [single('a'), single('b', { task: '번역' })])
  expect(await bench.results(projectId, [total({ feedback: { score: 3, min: 1, max: 5, count: 4 } })])).toEqual([
    'stored',
  ])
  await bench.results(projectId, [single('later')])
  expect(await bench.days(projectId)).toEqual([
    { task: '번역', day: DAY, attempts: 1, successes: 1, feedback: '0', given: 0 },
    { task: '요약', day: DAY, attempts: 10, successes: 7, feedback: '2', given: 4 },
  ])
})

test('a second total of the same day is a correction, the same one again is a duplicate', async () => {
  expect(await bench.results(projectId, [total(), total(), total({ successes: 9 })])).toEqual([
    'stored',
    'duplicate',
    'replaced',
  ])
  expect(await bench.days(projectId)).toMatchObject([{ attempts: 10, successes: 9 }])
  expect(await changes()).toMatchObject([{ outcome_id: null, before: { successes: 7 }, after: { successes: 9 } }])
})

test('an outcome without a task has that of the call with its response id', async () => {
  await bench.call(projectId, { responseId: 'resp_1', task: '분류', at: new Date('2026-11-22T23:30:00Z') })
  await bench.results(projectId, [
    { id: 'a', at: AT, success: true, responseId: 'resp_1' },
    { id: 'b', at: AT, success: true, responseId: 'resp_unknown' },
    single('c', { responseId: 'resp_1' }),
  ])
  expect((await bench.days(projectId)).map(({ task, attempts }) => [task, attempts])).toEqual([
    ['', 1],
    ['분류', 1],
    ['요약', 1],
  ])
})

test('what cannot be is refused with its reason, and does not sink the rest', async () => {
  const refusals = await bench.results(projectId, [
    total({ successes: 11 }),
    total({ attempts: -1 }),
    total({ attempts: 1.5 }),
    total({ day: '2026-11-24' }),
    total({ day: '1999-01-01' }),
    total({ day: '2026-02-30' }),
    total({ feedback: { score: 6, min: 1, max: 5, count: 1 } }),
    total({ feedback: { score: 1, min: 1, max: 1, count: 1 } }),
    single('future', { at: '2026-11-23T13:00:01Z' }),
    single('old', { at: '2026-08-01T00:00:00Z' }),
    single('no', { success: 'yes' }),
    'text',
    null,
    single('good'),
  ])
  expect(refusals).toEqual([
    'outcome-more-successes',
    'outcome-invalid',
    'outcome-invalid',
    'outcome-in-the-future',
    'outcome-too-old',
    'outcome-invalid',
    'outcome-scale-invalid',
    'outcome-scale-invalid',
    'outcome-in-the-future',
    'outcome-too-old',
    'outcome-invalid',
    'outcome-invalid',
    'outcome-invalid',
    'stored',
  ])
  expect(await bench.days(projectId)).toMatchObject([{ task: '요약', attempts: 1 }])
})

test('texts are cleaned as calls clean them, so that tasks of both are the same', async () => {
  await bench.results(projectId, [single('a', { task: ' 요\u0000약\n' }), single('b', { task: 'x'.repeat(300) })])
  expect((await bench.days(projectId)).map(({ task }) => task)).toEqual(['x'.repeat(256), '요약'])
})

test('a program that makes up names of counters is stopped at a hundred of them', async () => {
  const named = (from: number) =>
    Object.fromEntries(Array.from({ length: 16 }, (_one, place) => [`name-${from + place}`, 1]))
  const items = Array.from({ length: 7 }, (_one, place) => single(`n${place}`, { counters: named(16 * place) }))
  expect(await bench.results(projectId, items)).toEqual([
    ...Array.from({ length: 6 }, () => 'stored'),
    'outcome-too-many-counters',
  ])
  expect(await bench.results(projectId, [single('known', { counters: { 'name-3': 5 } })])).toEqual(['stored'])
})

test('an outcome belongs to the project of its key: the same id elsewhere is another one', async () => {
  const other = await bench.project()
  await bench.results(projectId, [single('a')])
  expect(await bench.results(other, [single('a', { success: false })])).toEqual(['stored'])
  expect(await bench.days(projectId)).toMatchObject([{ attempts: 1, successes: 1 }])
})
