import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Crossing } from '../../src/thresholds/index.ts'
import { type Bench, openBench, PERSON } from './workbench.ts'

const OK = { approve: true, reason: '버그를 고쳤습니다' }

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const project = () => bench.projects[0] ?? { id: '', externalId: '' }
const crossing = (effect: Crossing['effect'], percent: number): Crossing => ({
  breachId: randomUUID(),
  thresholdId: randomUUID(),
  projectId: project().id,
  projectName: 'chatbot-experiment',
  teamId: bench.team.id,
  teamName: '마케팅팀',
  period: 'day',
  periodStart: '2026-11-23',
  resetsAt: new Date('2026-11-24T00:00:00Z'),
  percents: [percent],
  highest: percent,
  generation: 0,
  effect,
  spend: String(percent * 5),
  limit: '500',
  ratio: percent / 100,
  isPast: false,
  detectedAt: bench.clock.now(),
  readingAt: bench.clock.now(),
})
const cross = async (crossings: readonly Crossing[]) => {
  await bench.db.transaction().execute((tx) => bench.blocking.intend(tx, crossings))
  await bench.settle()
}

test('one level slows it, the next stops it, a release gives back what was there before both', async () => {
  const { externalId } = project()
  const before = await bench.remote(externalId)
  await cross([crossing('slow', 80)])
  const slowed = (await bench.remote(externalId)).rows.find(({ model }) => model === 'gpt-4o')
  expect(slowed?.figures.max_requests_per_1_minute).toBe(1_000)
  await cross([crossing('block', 100)])
  expect((await bench.remote(externalId)).spendLimit).toBe(1)
  const { rows } = await sql<{ id: string }>`select id, grade, origin from blocks`.execute(bench.db)
  expect(rows).toMatchObject([{ grade: 'stop', origin: 'threshold' }])
  await bench.blocking.decideRelease(PERSON, rows[0]?.id ?? '', OK)
  await bench.settle()
  expect(await bench.remote(externalId)).toEqual(before)
})

test('a level that only tells, and a crossing of a period that is over, stop nothing', async () => {
  await cross([crossing('notify', 100), { ...crossing('block', 100), isPast: true }])
  expect(await bench.blocks()).toEqual([])
})

test('a transaction that is rolled back stops nothing', async () => {
  await bench.db
    .transaction()
    .execute(async (tx) => {
      await bench.blocking.intend(tx, [crossing('block', 100)])
      throw new Error('the reading was not booked')
    })
    .catch(() => {})
  await bench.settle()
  expect(await bench.blocks()).toEqual([])
  expect((await bench.remote(project().externalId)).spendLimit).toBeNull()
})
