import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { A, at, bucket, createUsageBench, DAY, DOLLAR, type UsageBench } from '../../test/ledger/usage.ts'
import type { Metered } from './metered.ts'

let bench: UsageBench
let projectId: string
beforeAll(async () => {
  bench = await createUsageBench()
})
afterAll(() => bench.close())
beforeEach(async () => {
  await bench.empty()
  await sql`truncate metered_minutes, metered_days, bindings, organization_projects, project_teams, projects, teams cascade`.execute(
    bench.db,
  )
  projectId = await bench.project()
})

const usage = (time: string, dollars: number, requestedAt = time) =>
  bench.read({ at: at(requestedAt), buckets: [bucket(at(time), [[A, dollars * DOLLAR]])] })

const call = (time: string, cost: string, given: Partial<Metered> = {}) =>
  bench.db
    .transaction()
    .execute((tx) =>
      bench.ledger.applyMetered(tx, [
        { projectId, minute: at(time), kind: 'completions', calls: 1, cost, unpriced: 0, ...given },
      ]),
    )

async function sums(day = DAY) {
  const { rows } = await sql<{
    amount: string
    metered: string | null
    ahead: string
    unpriced: boolean
    team: string
    workspace: string
  }>`
    select trim_scale(own.amount)::text as amount, trim_scale(own.metered)::text as metered, trim_scale(own.ahead)::text as ahead,
      own.unpriced, trim_scale(team.amount)::text as team,
      (select trim_scale(amount)::text from workspace_days whole where whole.cost_day = own.cost_day) as workspace
    from project_days own join team_days team using (team_id, cost_day, currency)
    where own.cost_day = ${day}`.execute(bench.db)
  return rows[0]
}
const unbind = () => sql`delete from bindings`.execute(bench.db)

describe('today', () => {
  test('a project without a binding has spent what its calls cost', async () => {
    await unbind()
    await call('10:00', '1.5')
    await call('10:00', '0.25')
    expect(await sums()).toMatchObject({
      amount: '1.75',
      metered: '1.75',
      ahead: '1.75',
      team: '1.75',
      workspace: '1.75',
    })
  })

  test('calls count until usage is read up to them, and then through usage alone', async () => {
    await usage('10:00', 3)
    await call('10:00', '2')
    expect(await sums()).toMatchObject({ amount: '3', metered: '2', ahead: '0' })
    await call('10:01', '4')
    expect(await sums()).toMatchObject({ amount: '7', metered: '6', ahead: '4', team: '7', workspace: '7' })
    await usage('10:01', 5, '10:06')
    expect(await sums()).toMatchObject({ amount: '8', metered: '6', ahead: '0', team: '8', workspace: '8' })
  })

  test('a bill that is higher than usage and calls together is what counts', async () => {
    await usage('10:00', 1)
    await call('10:05', '2')
    await bench.bill(at('11:00'), '2.5')
    expect(await sums()).toMatchObject({ amount: '3', ahead: '0.5', workspace: '3' })
    await bench.bill(at('12:00'), '9')
    expect(await sums()).toMatchObject({ amount: '9', ahead: '0', workspace: '9' })
  })

  test('a credit stays a credit where no calls are known', async () => {
    await bench.bill(at('11:00'), '-0.5')
    expect(await sums()).toMatchObject({ amount: '-0.5', ahead: '0', team: '-0.5', workspace: '-0.5' })
    await call('11:05', '2')
    expect(await sums()).toMatchObject({ amount: '2', ahead: '2.5', team: '2', workspace: '2' })
  })

  test('kinds are read up to different minutes', async () => {
    await usage('10:30', 1)
    await call('10:00', '2', { kind: 'embeddings' })
    await call('10:00', '4')
    expect(await sums()).toMatchObject({ amount: '3', metered: '6', ahead: '2' })
  })

  test('usage that moves on sums every project with calls anew, also one that it does not name', async () => {
    await call('10:00', '4')
    expect(await sums()).toMatchObject({ amount: '4' })
    bench.told.length = 0
    await bench.read({ at: at('10:10'), buckets: [bucket(at('10:05'), [[1, DOLLAR]])] })
    expect(await sums()).toMatchObject({ amount: '0', metered: '4', ahead: '0', workspace: '1' })
    expect(bench.told).toMatchObject([{ projectIds: [projectId], days: [DAY] }])
  })

  test('is told in the transaction of the calls, and what cannot be priced makes the sum incomplete', async () => {
    await call('10:00', '0', { unpriced: 1 })
    expect(bench.told).toMatchObject([{ projectIds: [projectId], days: [DAY] }])
    expect(await sums()).toMatchObject({ amount: '0', unpriced: true })
    await usage('10:00', 1)
    expect(await sums()).toMatchObject({ amount: '1', unpriced: false })
  })
})

describe('a closed day', () => {
  test('whose bill has settled is what the bill says', async () => {
    await usage('10:00', 1)
    await call('23:59', '5')
    await bench.bill(at('12:00', '2026-11-24'), '2')
    expect(await sums()).toMatchObject({ amount: '6', ahead: '4', workspace: '6' })
    await bench.bill(new Date('2026-11-27T12:00:00Z'), '2')
    expect(await sums()).toMatchObject({ amount: '2', metered: '5', ahead: '0', team: '2', workspace: '2' })
  })

  test('follows the binding: what calls knew alone is given up for what usage and bill say, and taken back', async () => {
    await usage('10:00', 3)
    await call('09:00', '1')
    expect(await sums()).toMatchObject({ amount: '3' })
    const organizationId = bench.organizationId()
    const change = { organizationId, externalIds: ['proj_a'], projectIds: [projectId] }
    await bench.db.transaction().execute(async (tx) => {
      await sql`delete from bindings`.execute(tx)
      await bench.ledger.attributionChanged(tx, change)
    })
    expect(await sums()).toMatchObject({ amount: '1', ahead: '1', team: '1', workspace: '4' })
  })
})

test('minutes are kept until usage is read up to their day, and the sums stay when they go', async () => {
  await usage('10:00', 1)
  await call('09:00', '2')
  await call('11:00', '4')
  const minutes = async () => (await sql`select 1 from metered_minutes`.execute(bench.db)).rows.length
  bench.setNow(at('12:00', '2026-11-29'))
  await bench.ledger.dropOldMinutes()
  expect([await minutes(), await sums()]).toMatchObject([2, { amount: '5' }])
  await bench.read({ at: at('00:10', '2026-11-24'), buckets: [bucket(at('00:05', '2026-11-24'), [[A, DOLLAR]])] })
  await bench.ledger.dropOldMinutes()
  expect([await minutes(), await sums()]).toMatchObject([0, { amount: '1', metered: '6' }])
})
