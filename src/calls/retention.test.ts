import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CallsBench, callOf, createCallsBench } from '../../test/calls/bench.ts'

let bench: CallsBench
let projectId: string
beforeAll(async () => {
  bench = await createCallsBench(30)
  projectId = await bench.project()
})
afterAll(() => bench.close())

const partitions = async () =>
  (
    await bench.database.pool.query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'calls'::regclass order by 1`,
    )
  ).rows.map(({ name }) => name)

test('partitions stand ready for a week, and making them again does nothing', async () => {
  await bench.calls.makePartitions()
  await bench.calls.makePartitions()
  const names = await partitions()
  expect([names[0], names.at(-1), names.length]).toEqual(['calls_20261123', 'calls_20261130', 8])
})

test('a day that nobody made ahead is made when its first call comes, by as many as come at once', async () => {
  const at = new Date('2026-11-10T10:00:00Z')
  const answers = await Promise.all([1, 2, 3].map(() => bench.calls.record([callOf(projectId, { at })])))
  expect(answers.flat().map(({ result }) => result)).toEqual(['stored', 'stored', 'stored'])
  expect(await partitions()).toContain('calls_20261110')
})

test('calls and hours past their time go with their day, and the sums of the day stay', async () => {
  await bench.calls.record([callOf(projectId, { at: new Date('2026-10-25T10:00:00Z'), task: 'old' })])
  bench.clock.advance(86_400_000)
  expect(await bench.calls.dropOld()).toEqual([])
  bench.clock.advance(86_400_000)
  expect(await bench.calls.dropOld()).toEqual(['2026-10-25'])
  expect(await partitions()).not.toContain('calls_20261025')
  const { rows: hours } = await sql`select 1 from call_hours where task = 'old'`.execute(bench.db)
  const { rows: days } = await sql`select calls from call_days where dimension = 'task' and value = 'old'`.execute(
    bench.db,
  )
  expect([hours, days]).toEqual([[], [{ calls: 1 }]])
  const late = await bench.calls.record([callOf(projectId, { at: new Date('2026-10-25T10:00:00Z') })])
  expect(late).toMatchObject([{ result: 'refused', reason: 'too-old' }])
})
