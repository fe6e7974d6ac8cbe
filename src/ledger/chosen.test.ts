import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { A, at, B, bucket, createUsageBench, DAY, DOLLAR, UNKNOWN, type UsageBench } from '../../test/ledger/usage.ts'

let bench: UsageBench
beforeAll(async () => {
  bench = await createUsageBench()
})
afterAll(() => bench.close())
beforeEach(() => bench.empty())

const read: UsageBench['read'] = (asked) => bench.read(asked)
const amountOf: UsageBench['amountOf'] = (scope, day) => bench.amountOf(scope, day)

describe('the one number', () => {
  const usage = (dollars: number) => read({ at: at('10:10'), buckets: [bucket(at('10:00'), [[A, dollars * DOLLAR]])] })

  test('is the greater of bill and estimate while the bill moves', async () => {
    await usage(3)
    await bench.bill(at('11:00'), '1')
    expect(await bench.sums()).toMatchObject([{ billed: '1', estimated: '3', amount: '3' }])
    await bench.bill(at('12:00'), '4.5')
    expect(await bench.sums()).toMatchObject([{ billed: '4.5', estimated: '3', amount: '4.5' }])
  })

  test('is the bill once it has settled, also where it is lower, and also where nothing on the bill has changed', async () => {
    await usage(3)
    await bench.bill(at('11:00'), '2')
    expect(await amountOf('proj_a')).toBe('3')
    await bench.bill(new Date('2026-11-27T12:00:00Z'), '2')
    expect(await amountOf('proj_a')).toBe('2')
  })

  test('is nothing where a settled bill does not name what was used, and the estimate stays to be compared', async () => {
    await read({ at: at('10:10'), buckets: [bucket(at('10:00'), [[B, DOLLAR]])] })
    await bench.bill(at('11:00'), '2')
    expect(await amountOf('proj_b')).toBe('1')
    await bench.bill(new Date('2026-11-27T12:00:00Z'), '2')
    expect((await bench.sums()).find(({ scope }) => scope === 'proj_b')).toMatchObject({
      billed: '0',
      estimated: '1',
      amount: '0',
    })
  })

  test('takes an estimate for a first empty bill, not for known costs', async () => {
    await usage(3)
    await bench.bill(at('11:00'), null)
    const { rows } = await sql<{ doubted: boolean }>`select doubted_at is not null as doubted from billed_days`.execute(
      bench.db,
    )
    expect([rows, await amountOf('proj_a')]).toEqual([[{ doubted: false }], '3'])
  })

  test('is not lowered by a bill that stays empty: such a day does not settle while usage shows spend', async () => {
    await usage(3)
    await bench.bill(at('11:00'), null)
    await bench.bill(new Date('2026-11-27T12:00:00Z'), null)
    expect(await amountOf('proj_a')).toBe('3')
    await bench.bill(new Date('2026-11-28T12:00:00Z'), '2')
    await bench.bill(new Date('2026-12-01T12:00:00Z'), '2')
    expect(await amountOf('proj_a')).toBe('2')
  })

  test('is told to who acts on it, with the days concerned, only when something changed', async () => {
    const projectId = await bench.project()
    await usage(3)
    await usage(3)
    expect(bench.told).toMatchObject([{ projectIds: [projectId], days: [DAY], readingAt: at('10:10') }])
    const { rows } = await sql`select amount::text, estimated::text, billed, unpriced from project_days`.execute(
      bench.db,
    )
    expect(rows).toMatchObject([{ billed: null, unpriced: false }])
    await sql`truncate bindings, organization_projects, project_teams, projects, teams cascade`.execute(bench.db)
  })

  test('never counts a model without a price as free', async () => {
    await read({ at: at('10:10'), buckets: [bucket(at('10:00'), [[UNKNOWN, DOLLAR]])] })
    const { rows } = await sql`select cost::text, unpriced, input_tokens from usage_days`.execute(bench.db)
    expect(rows).toEqual([{ cost: '0', unpriced: true, input_tokens: DOLLAR }])
    const { rows: scopes } = await sql`select unpriced from scope_days`.execute(bench.db)
    expect(scopes).toEqual([{ unpriced: true }])
  })
})
