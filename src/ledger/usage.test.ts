import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { A, at, B, bucket, createUsageBench, DAY, DOLLAR, NOBODY, type UsageBench } from '../../test/ledger/usage.ts'

let bench: UsageBench
beforeAll(async () => {
  bench = await createUsageBench()
})
afterAll(() => bench.close())
beforeEach(() => bench.empty())

const read: UsageBench['read'] = (asked) => bench.read(asked)
const amountOf: UsageBench['amountOf'] = (scope, day) => bench.amountOf(scope, day)

describe('minutes', () => {
  test('add up to the day, priced exactly', async () => {
    await read({
      at: at('10:10'),
      buckets: [
        bucket(at('10:00'), [
          [A, 1],
          [B, 3],
        ]),
        bucket(at('10:01'), [[A, DOLLAR]]),
      ],
    })
    expect(await bench.sums()).toEqual([
      { scope: 'proj_a', day: DAY, billed: null, estimated: '1.0000025', amount: '1.0000025' },
      { scope: 'proj_b', day: DAY, billed: null, estimated: '0.0000075', amount: '0.0000075' },
    ])
  })

  test('asked for twice change nothing', async () => {
    const buckets = [bucket(at('10:00'), [[A, DOLLAR]])]
    await read({ at: at('10:10'), buckets })
    const before = await bench.sums()
    expect(await read({ at: at('10:11'), buckets })).toEqual({ changed: 0, days: [], doubted: 0 })
    expect(await bench.sums()).toEqual(before)
  })

  test('that arrive late, and all at once, replace what was there', async () => {
    await read({ at: at('10:10'), buckets: [bucket(at('10:00'), [[A, 1]])] })
    await read({
      at: at('10:15'),
      buckets: [bucket(at('10:00'), [[A, DOLLAR]]), bucket(at('10:01'), [[A, DOLLAR]]), bucket(at('10:02'), [])],
    })
    expect(await amountOf('proj_a')).toBe('2')
  })

  test('of midnight belong to the day that begins', async () => {
    await read({
      at: at('00:05'),
      buckets: [bucket(at('23:59', '2026-11-22'), [[A, DOLLAR]]), bucket(at('00:00'), [[A, 2 * DOLLAR]])],
    })
    expect([await amountOf('proj_a', '2026-11-22'), await amountOf('proj_a')]).toEqual(['1', '2'])
  })

  test('that come back empty lower nothing and are counted', async () => {
    await read({ at: at('10:10'), buckets: [bucket(at('10:00'), [[A, DOLLAR]])] })
    const applied = await read({ at: at('10:20'), buckets: [bucket(at('10:00'), []), bucket(at('10:01'), [])] })
    expect([applied.doubted, await amountOf('proj_a')]).toEqual([1, '1'])
    await read({ at: at('10:25'), buckets: [bucket(at('10:00'), [[A, DOLLAR]])] })
    const doubts = await sql`select from usage_readings where doubted_at is not null`.execute(bench.db)
    expect(doubts.rows).toEqual([])
  })

  test('asked for earlier never overwrite later ones', async () => {
    await read({ at: at('10:20'), buckets: [bucket(at('10:00'), [[A, 2 * DOLLAR]])] })
    await read({ at: at('10:10'), buckets: [bucket(at('10:00'), [[A, DOLLAR]])] })
    expect(await amountOf('proj_a')).toBe('2')
  })

  test('read under a clock a year ahead do not shut out the right ones', async () => {
    await read({ at: new Date('2027-11-23T10:00:00Z'), buckets: [bucket(at('10:00'), [[A, 1]])] })
    await read({ at: at('10:20'), appliedAt: at('10:20'), buckets: [bucket(at('10:00'), [[A, DOLLAR]])] })
    expect(await amountOf('proj_a')).toBe('1')
  })

  test('without a project are kept and belong to nobody', async () => {
    await read({ at: at('10:10'), buckets: [bucket(at('10:00'), [[NOBODY, DOLLAR]])] })
    expect(await amountOf(null)).toBe('1')
  })
})

describe('hours and days', () => {
  test('an hour takes the place of its minutes', async () => {
    await read({
      at: at('11:10'),
      buckets: [
        bucket(at('10:59'), [
          [A, DOLLAR],
          [B, DOLLAR],
        ]),
        bucket(at('11:00'), [[A, DOLLAR]]),
      ],
    })
    await read({ at: at('12:00'), span: 60, buckets: [bucket(at('10:00'), [[A, 5 * DOLLAR]])] })
    expect([await amountOf('proj_a'), await amountOf('proj_b')]).toEqual(['6', undefined])
  })

  test('minutes of an hour that is known as a whole are not added to it', async () => {
    await read({ at: at('12:00'), span: 60, buckets: [bucket(at('10:00'), [[A, 5 * DOLLAR]])] })
    await read({ at: at('12:10'), buckets: [bucket(at('10:59'), [[A, DOLLAR]]), bucket(at('11:00'), [[A, DOLLAR]])] })
    expect(await amountOf('proj_a')).toBe('6')
  })

  test('an hour or a day that is not over is not taken for whole', async () => {
    await read({ at: at('10:30'), span: 60, buckets: [bucket(at('10:00'), [[A, DOLLAR]])] })
    await read({ at: at('10:30'), span: 1440, buckets: [bucket(at('00:00'), [[A, DOLLAR]])] })
    expect(await bench.sums()).toEqual([])
  })

  test('a closed day outranks its minutes, whichever comes first', async () => {
    const next = new Date('2026-11-24T00:30:00Z')
    await read({ at: at('10:10'), buckets: [bucket(at('10:00'), [[A, DOLLAR]])] })
    await read({ at: next, span: 1440, buckets: [bucket(at('00:00'), [[A, 7 * DOLLAR]])] })
    await read({ at: new Date('2026-11-24T00:40:00Z'), buckets: [bucket(at('23:59'), [[A, DOLLAR]])] })
    expect(await amountOf('proj_a')).toBe('7')
  })
})
