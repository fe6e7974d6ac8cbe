import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { A, at, bucket, createUsageBench, DOLLAR, type UsageBench } from './usage.ts'

let bench: UsageBench
beforeAll(async () => {
  bench = await createUsageBench()
  await bench.empty()
})
afterAll(() => bench.close())

/** The embedded database has one connection, and so nobody who could hold the lock meanwhile. */
test.runIf(inject('postgresUrl'))('readings that wait for the ledger leave connections to everybody else', async () => {
  const { readings } = await bench.db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(7310002)`.execute(tx)
    const waiting = Array.from({ length: 12 }, (_, minute) =>
      bench.read({ at: at('10:30'), buckets: [bucket(at(`10:${10 + minute}`), [[A, DOLLAR]])] }),
    )
    expect((await sql`select 1 as answer`.execute(bench.db)).rows).toEqual([{ answer: 1 }])
    return { readings: waiting }
  })
  await Promise.all(readings)
  expect(await bench.amountOf('proj_a')).toBe('12')
})
