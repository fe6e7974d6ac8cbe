import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type CallsBench, callOf, createCallsBench } from '../../test/calls/bench.ts'
import type { CallRecord, RecordAnswer } from './call.ts'
import { groupRecords } from './group-records.ts'

let bench: CallsBench
let projectId: string
beforeAll(async () => {
  bench = await createCallsBench()
})
afterAll(() => bench.close())
beforeEach(async () => {
  projectId = await bench.project()
})

async function counted(): Promise<{ rows: number; summed: number; metered: number }> {
  const { rows } = await sql<{ rows: number; summed: number; metered: number }>`
    select (select count(*) from calls where project_id = ${projectId}) as rows,
      (select coalesce(sum(calls), 0)::int from call_days where project_id = ${projectId} and dimension = 'all') as summed,
      (select coalesce(sum(calls), 0)::int from metered_days where project_id = ${projectId}) as metered`.execute(
    bench.db,
  )
  return rows[0] ?? { rows: 0, summed: 0, metered: 0 }
}

const callsOf = (count: number) => Array.from({ length: count }, () => callOf(projectId, {}))
const resultsOf = (answers: readonly RecordAnswer[]) => answers.map(({ result }) => result)

test('many small batches at once each get their own answers, in their order, and every call counts once', async () => {
  const batches = Array.from({ length: 40 }, (_one, place) => callsOf(1 + (place % 5)))
  const answers = await Promise.all(batches.map((batch) => bench.calls.record(batch)))
  expect(answers.map((own) => own.map(({ id }) => id))).toEqual(batches.map((own) => own.map(({ id }) => id)))
  expect(new Set(answers.flatMap(resultsOf))).toEqual(new Set(['stored']))
  const all = batches.flat().length
  expect(await counted()).toEqual({ rows: all, summed: all, metered: all })
})

test('the same call in many batches at once is stored by one of them and a duplicate for the others', async () => {
  const [call] = callsOf(1)
  const answers = await Promise.all(Array.from({ length: 12 }, () => bench.calls.record(call ? [call] : [])))
  expect(answers.flatMap(resultsOf).toSorted()).toEqual([...Array(11).fill('duplicate'), 'stored'])
  expect(await counted()).toEqual({ rows: 1, summed: 1, metered: 1 })
})

test('a batch that fails fails alone: the others of its transaction are stored, once', async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 12 }, (_one, place) =>
      bench.calls.record(callsOf(2), async (tx, own) => {
        if (place === 7) await sql`select broken from nowhere`.execute(tx)
        expect(own).toHaveLength(2)
      }),
    ),
  )
  const failed = outcomes.flatMap(({ status }, place) => (status === 'rejected' ? [place] : []))
  expect(failed).toEqual([7])
  expect(await counted()).toEqual({ rows: 22, summed: 22, metered: 22 })
})

/** What was handed over in each transaction, and a way to end them. */
function transactions() {
  const begun: { size: number; end(): void }[] = []
  const record = groupRecords((records: readonly CallRecord[]) => {
    const answers = records.map(({ id }): RecordAnswer => ({ id, result: 'stored' }))
    return new Promise((resolve) => begun.push({ size: records.length, end: () => resolve(answers) }))
  })
  return { begun, record }
}

test('what comes meanwhile goes together, up to a thousand calls, and a larger batch goes alone', async () => {
  const { begun, record } = transactions()
  const sent = [1, 1, 20, 30, 600, 500, 3_000, 5].map((size) => record(callsOf(size)))
  expect(begun.map(({ size }) => size)).toEqual([1, 1])
  for (let ended = 0; ended < 5; ended += 1) {
    begun[ended]?.end()
    await expect.poll(() => begun.length, { timeout: 15_000 }).toBe(Math.min(ended + 3, 6))
  }
  expect(begun.map(({ size }) => size)).toEqual([1, 1, 650, 500, 3_000, 5])
  begun[5]?.end()
  expect((await Promise.all(sent)).map((answers) => answers.length)).toEqual([1, 1, 20, 30, 600, 500, 3_000, 5])
})
