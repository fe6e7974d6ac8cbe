import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { fixedClock, MINUTE, SECOND } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { AppError } from '../platform/errors.ts'
import { accountLimit, addressLimit, type Limit } from './attempt-limits.ts'
import { createThrottle, type Throttle } from './throttle.ts'

let database: Database
let throttle: Throttle
const clock = fixedClock('2026-11-23T05:00:00Z')
beforeAll(async () => {
  database = await createTestDatabase()
  throttle = createThrottle({ db: database.db, clock })
})
afterAll(() => database.close())

/** Seconds to wait, or 0 when the attempt was taken. */
async function attempt(...limits: Limit[]): Promise<number> {
  try {
    await throttle.reserve('sign-in-throttled', limits)
    return 0
  } catch (error) {
    if (error instanceof AppError) return error.retryAfterSeconds ?? -1
    throw error
  }
}

async function attempts(times: number, limit: Limit): Promise<number[]> {
  const waits: number[] = []
  for (let index = 0; index < times; index += 1) waits.push(await attempt(limit))
  return waits
}

test('the pause grows with each attempt up to a quarter of an hour, and never becomes a lock', async () => {
  const limit = accountLimit('growth', 'minsu@example.com', 5)
  expect(await attempts(5, limit)).toEqual([0, 0, 0, 0, 0])
  const pauses: number[] = []
  for (let index = 0; index < 8; index += 1) {
    const pause = await attempt(limit)
    pauses.push(pause)
    clock.advance(pause * SECOND)
    expect(await attempt(limit)).toBe(0)
  }
  expect(pauses).toEqual([30, 60, 120, 240, 480, 900, 900, 900])
})

test('attempts during a pause do not prolong it', async () => {
  const limit = accountLimit('prolong', 'minsu@example.com', 5)
  await attempts(5, limit)
  clock.advance(10 * SECOND)
  expect(await attempts(3, limit)).toEqual([20, 20, 20])
})

test('a quarter of an hour of quiet forgets everything', async () => {
  const limit = accountLimit('quiet', 'minsu@example.com', 5)
  await attempts(5, limit)
  clock.advance(30 * SECOND + 15 * MINUTE + 1)
  expect(await attempts(5, limit)).toEqual([0, 0, 0, 0, 0])
})

test('attempts made at the same time are counted one by one', async () => {
  const limit = accountLimit('parallel', 'minsu@example.com', 5)
  const waits = await Promise.all(Array.from({ length: 12 }, () => attempt(limit)))
  expect(waits.filter((wait) => wait === 0)).toHaveLength(5)
})

test('one address cannot try many accounts, and its refusal costs the account nothing', async () => {
  const address = addressLimit('many', '203.0.113.5', 20)
  for (let index = 0; index < 20; index += 1) {
    expect(await attempt(address, accountLimit('many', `p${index}@example.com`, 5))).toBe(0)
  }
  const account = accountLimit('many', 'another@example.com', 5)
  expect(await attempt(address, account)).toBe(30)
  expect(await attempts(5, account)).toEqual([0, 0, 0, 0, 0])
})

test('what succeeded is taken back', async () => {
  const limit = addressLimit('success', '203.0.113.6', 5)
  for (let index = 0; index < 12; index += 1) {
    expect(await attempt(limit)).toBe(0)
    await throttle.release(limit)
  }
})

test('nothing of who tried is kept', async () => {
  await attempt(accountLimit('kept', 'secret.person@example.com', 5), addressLimit('kept', '192.0.2.77', 5))
  const { rows } = await database.pool.query('select * from throttles')
  expect(JSON.stringify(rows)).not.toMatch(/secret\.person|192\.0\.2/)
})
