import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SpendChange, UsageBucket } from '../../src/ledger/index.ts'
import { HOUR, MINUTE } from '../../src/platform/clock.ts'
import { addDays, startOfDay } from '../../src/platform/cost-day.ts'
import type { Tx } from '../../src/platform/db/database.ts'
import { addDecimals, compareDecimals, multiplyDecimals } from '../../src/platform/money.ts'
import { A, bucket, createUsageBench, DOLLAR, type UsageBench } from '../ledger/usage.ts'
import { benchOn } from './workbench.ts'

/** A Sunday and a Monday: between them a day and a week end. */
const [SUNDAY, MONDAY] = ['2026-11-22', '2026-11-23']
const MIDNIGHT = startOfDay(MONDAY).getTime()
const LIMITS = { day: '5', week: '8' } as const
/** Every reading was asked for on Monday evening, when the hours and the day that it names as a whole were over. */
const EVENING = MIDNIGHT + 20 * HOUR

type Thresholds = ReturnType<typeof benchOn>
let ledger: UsageBench
let bench: Thresholds
beforeAll(async () => {
  ledger = await createUsageBench((tx: Tx, change: SpendChange) => bench.thresholds.evaluateSpend(tx, change))
  bench = benchOn(ledger.database)
})
afterAll(() => ledger.close())

/** Dollars used in a minute (from an hour before midnight to an hour after it), as they become known: late, and in lumps. */
const uses = fc.array(
  fc.record({
    minute: fc.constantFrom(-60, -2, -1, 0, 1, 59),
    cents: fc.integer({ min: 1, max: 400 }),
    knownFrom: fc.integer({ min: 0, max: 4 }),
  }),
  { minLength: 1, maxLength: 8 },
)
const windows = fc.record({
  kind: fc.constant('minutes' as const),
  from: fc.constantFrom(-60, -2, 0),
  minutes: fc.constantFrom(2, 3, 60, 120),
})
const hours = fc.record({ kind: fc.constant('hours' as const) })
const sunday = fc.record({ kind: fc.constant('sunday' as const) })
const bills = fc.record({ kind: fc.constant('bill' as const), cents: fc.integer({ min: 0, max: 1_500 }) })
const steps = fc.array(
  fc.oneof(
    { weight: 7, arbitrary: windows },
    { weight: 1, arbitrary: hours },
    { weight: 1, arbitrary: sunday },
    { weight: 2, arbitrary: bills },
  ),
  { minLength: 2, maxLength: 7 },
)

type Use = { minute: number; cents: number; knownFrom: number }
type Step =
  | { kind: 'minutes'; from: number; minutes: number }
  | { kind: 'hours' }
  | { kind: 'sunday' }
  | { kind: 'bill'; cents: number }
type Reading = () => Promise<unknown>

/** What each reading answers. Hours and days are asked for as a whole when nothing of them is late any more. */
function readingsOf(all: readonly Use[], asked: readonly Step[]): Reading[] {
  return asked.map((step, place) => {
    const at = new Date(EVENING + place * MINUTE)
    if (step.kind === 'hours') return () => ledger.read({ at, span: 60, buckets: bucketsOf(all, [-60, 0], 60) })
    if (step.kind === 'sunday') return () => ledger.read({ at, span: 1440, buckets: bucketsOf(all, [-1440], 1440) })
    if (step.kind === 'bill') {
      const before = asked.slice(0, place + 1).map((one) => (one.kind === 'bill' ? one.cents : 0))
      const billed = before.reduce((sum, one) => sum + one, 0)
      return () => ledger.bill(at, String(billed / 100), SUNDAY)
    }
    const known = all.filter(({ knownFrom }) => knownFrom <= place)
    const starts = Array.from({ length: step.minutes }, (_minute, index) => step.from + index)
    return () => ledger.read({ at, buckets: bucketsOf(known, starts, 1) })
  })
}

function bucketsOf(uses: readonly Use[], starts: readonly number[], span: number): UsageBucket[] {
  return starts.map((from) => {
    const used = uses.filter(({ minute }) => minute >= from && minute < from + span)
    const cents = used.reduce((sum, use) => sum + use.cents, 0)
    return bucket(new Date(MIDNIGHT + from * MINUTE), used.length === 0 ? [] : [[A, (cents * DOLLAR) / 100]])
  })
}

async function outcome(readings: readonly Reading[]) {
  await sql`truncate thresholds, breaches, projects, teams, organizations cascade`.execute(ledger.db)
  await ledger.empty()
  const projectId = await ledger.project()
  bench.clock.set('2026-11-10T00:00:00Z')
  for (const period of ['day', 'week'] as const) await bench.writeThreshold(projectId, LIMITS[period], { period })
  bench.clock.set(new Date(EVENING + HOUR).toISOString())
  bench.crossings.length = 0
  for (const read of readings) await read()
  const told = bench.crossings.flatMap(({ period, periodStart, percents, generation }) =>
    percents.map((percent) => `${period} ${periodStart} ${percent}/${generation}`),
  )
  const { rows } = await sql<{ day: string; amount: string }>`
    select cost_day as day, trim_scale(amount)::text as amount from project_days order by cost_day`.execute(ledger.db)
  return { spent: rows, fired: await bench.firedLevels(projectId), told }
}

/** The levels that these sums reach, worked out without any of the product's own comparisons. */
function reachedBy(spent: readonly { day: string; amount: string }[]): string[] {
  const sums = new Map<string, string>()
  for (const { day, amount } of spent) {
    const monday = day === SUNDAY ? addDays(SUNDAY, -6) : MONDAY
    sums.set(`day ${day}`, addDecimals(sums.get(`day ${day}`) ?? '0', amount))
    sums.set(`week ${monday}`, addDecimals(sums.get(`week ${monday}`) ?? '0', amount))
  }
  return [...sums].flatMap(([period, sum]) => {
    const limit = LIMITS[period.startsWith('day') ? 'day' : 'week']
    const reached = [80, 100, 150, 200].filter(
      (percent) => compareDecimals(multiplyDecimals(sum, '100'), multiplyDecimals(limit, String(percent))) >= 0,
    )
    return reached.map((percent) => `${period} ${percent}/1`)
  })
}

test('usage and bills in any order and any number of times give the same sums and the same breaches, each told once', async () => {
  await fc.assert(
    fc.asyncProperty(uses, steps, fc.infiniteStream(fc.nat()), async (all, asked, draws) => {
      const readings = readingsOf(all, asked)
      const direct = await outcome(readings)
      const shuffled = [...readings, ...readings]
        .map((read) => ({ read, place: draws.next().value ?? 0 }))
        .toSorted((left, right) => left.place - right.place)
      const again = await outcome(shuffled.map(({ read }) => read))
      expect(again.spent).toEqual(direct.spent)
      expect(again.fired).toEqual(direct.fired)
      expect(direct.fired.toSorted()).toEqual(reachedBy(direct.spent).toSorted())
      for (const { told, fired } of [direct, again]) expect(told.toSorted()).toEqual(fired.toSorted())
    }),
    { numRuns: 30 },
  )
}, 180_000)
