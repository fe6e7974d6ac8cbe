import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { markFailed, readWish, takeTarget, wakeTargetsOf } from '../../src/blocking/store/targets.ts'
import { type Bench, openBench, PERSON } from './workbench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

test('a look that began before a key came back does not put off the next one', async () => {
  const { id, externalId } = bench.projects[0] ?? { id: '', externalId: '' }
  const block = await bench.blocking.blockProject(PERSON, id, {
    grade: 'slow',
    reason: '무한 재시도로 추정',
    until: { kind: 'approval' },
  })
  await bench.settle()
  const owner = randomUUID()
  expect(await takeTarget(bench.db, externalId, owner)).toBe(true)
  const at = new Date('2026-11-23T05:00:00Z')
  const nextAttemptAt = new Date('2026-11-23T05:05:00Z')
  const fail = (wakes: number) =>
    markFailed(bench.db, externalId, { owner, wakes, problemCode: 'no-writing-key', nextAttemptAt, at })
  const next = async () =>
    (await sql<{ at: Date | null }>`select next_attempt_at as at from limit_targets`.execute(bench.db)).rows[0]?.at
  const before = (await readWish(bench.db, externalId))?.wakes ?? Number.NaN
  await wakeTargetsOf(bench.db, block.id)
  expect([await fail(before), await next()]).toEqual([true, null])
  expect([await fail((await readWish(bench.db, externalId))?.wakes ?? Number.NaN), await next()]).toEqual([
    false,
    nextAttemptAt,
  ])
})
