import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, type CostDay, daysBetween } from '../platform/cost-day.ts'
import {
  BACKFILL_DAYS,
  daysIn,
  firstChunkDays,
  nextChunk,
  nextChunkDays,
  secondsLeft,
  TRAILING_DAYS,
  waitAfterFailure,
  windowFor,
} from './plan.ts'

test('the first window reaches 180 days back, a later one 14, both with today', () => {
  expect(windowFor('2026-11-23', null)).toEqual({ from: addDays('2026-11-23', -BACKFILL_DAYS), to: '2026-11-23' })
  expect(windowFor('2026-01-05', '2026-01-03')).toEqual({
    from: addDays('2026-01-05', -TRAILING_DAYS),
    to: '2026-01-05',
  })
  expect(daysIn(windowFor('2026-11-23', null))).toBe(181)
})

test('after a pause the window starts where reading is still open, but not earlier than the first one would', () => {
  expect(windowFor('2026-11-23', '2026-10-20')).toEqual({ from: '2026-10-20', to: '2026-11-23' })
  expect(windowFor('2026-11-23', '2020-01-01')).toEqual(windowFor('2026-11-23', null))
})

test('whatever a day holds, the chunks take every day of the window once, newest first', () => {
  const rows = fc.array(fc.nat(60_000), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), rows, (length, rowsOfChunks) => {
      const window = { from: addDays('2026-11-23', -length), to: '2026-11-23' }
      const taken: CostDay[] = []
      let remainingTo = window.to
      let chunkDays: number = firstChunkDays
      for (let place = 0; ; place += 1) {
        const chunk = nextChunk(window, remainingTo, chunkDays)
        if (!chunk) break
        expect(chunk.to).toBe(remainingTo)
        expect(daysIn(chunk)).toBeGreaterThan(0)
        taken.push(...daysBetween(chunk.from, chunk.to).toReversed())
        chunkDays = nextChunkDays(chunkDays, rowsOfChunks[place % rowsOfChunks.length] ?? 0, daysIn(chunk))
        expect(chunkDays).toBeGreaterThanOrEqual(1)
        expect(chunkDays).toBeLessThanOrEqual(31)
        remainingTo = addDays(chunk.from, -1)
      }
      expect(taken).toEqual(daysBetween(window.from, window.to).toReversed())
    }),
  )
})

test('a chunk grows at most fourfold and shrinks at once', () => {
  expect(nextChunkDays(2, 0, 2)).toBe(8)
  expect(nextChunkDays(8, 0, 8)).toBe(31)
  expect(nextChunkDays(31, 31_000_000, 31)).toBe(1)
})

test('waits grow, and after the last of them a collection has failed for good', () => {
  const waits: number[] = []
  for (let attempts = 1; waitAfterFailure(attempts) !== null; attempts += 1) waits.push(waitAfterFailure(attempts) ?? 0)
  expect(waits.length).toBeGreaterThan(4)
  expect(waits).toEqual(waits.toSorted((left, right) => left - right))
})

test('the time that is left is unknown until a day is done, and never negative', () => {
  const startedAt = new Date('2026-11-23T00:00:00Z')
  const now = new Date('2026-11-23T00:00:10Z')
  expect(secondsLeft({ startedAt, now, daysDone: 0, daysTotal: 10 })).toBeNull()
  expect(secondsLeft({ startedAt, now, daysDone: 5, daysTotal: 10 })).toBe(10)
  expect(secondsLeft({ startedAt, now, daysDone: 10, daysTotal: 10 })).toBe(0)
})
