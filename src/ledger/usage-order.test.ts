import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bucket, createUsageBench, DAY, type UsageBench } from '../../test/ledger/usage.ts'
import { HOUR, MINUTE } from '../platform/clock.ts'
import { startOfDay } from '../platform/cost-day.ts'

let bench: UsageBench
beforeAll(async () => {
  bench = await createUsageBench()
})
afterAll(() => bench.close())

test('any order of readings, and any repetition, gives the same ledger', async () => {
  const rows = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 1, max: 1_000_000 })), { maxLength: 2 })
  const minutes = fc.record({
    span: fc.constant(1 as const),
    first: fc.integer({ min: 0, max: 150 }),
    rows: fc.array(rows, { minLength: 1, maxLength: 6 }),
  })
  const hours = fc.record({
    span: fc.constant(60 as const),
    first: fc.integer({ min: 0, max: 2 }),
    rows: fc.array(rows, { minLength: 1, maxLength: 2 }),
  })
  const days = fc.record({
    span: fc.constant(1440 as const),
    first: fc.constant(0),
    rows: fc.array(rows, { minLength: 1, maxLength: 1 }),
  })
  const history = fc.array(
    fc.oneof({ weight: 6, arbitrary: minutes }, { weight: 2, arbitrary: hours }, { weight: 1, arbitrary: days }),
    { minLength: 2, maxLength: 6 },
  )
  await fc.assert(
    fc.asyncProperty(history, fc.integer(), async (asked, seed) => {
      const midnight = startOfDay(DAY).getTime()
      const readings = asked.map((one, place) => ({
        // All of them are asked for when the day is over, so that each width is whole; each at an instant of its own.
        at: new Date(midnight + 25 * HOUR + place * MINUTE),
        span: one.span,
        buckets: one.rows.map((counts, index) =>
          bucket(new Date(midnight + (one.first + index) * one.span * MINUTE), counts),
        ),
      }))
      await bench.empty()
      for (const reading of readings) await bench.read(reading)
      const direct = await bench.sums()
      await bench.empty()
      const shuffled = [...readings, ...readings].toSorted((left, right) => hash(left.at, seed) - hash(right.at, seed))
      for (const reading of shuffled) await bench.read(reading)
      expect(await bench.sums()).toEqual(direct)
    }),
    { numRuns: 40 },
  )
}, 120_000)

function hash(instant: Date, seed: number): number {
  return Math.sin(instant.getTime() / MINUTE + seed)
}
