import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/platform/clock.ts'
import { addDays, costDayOf } from '../../src/platform/cost-day.ts'
import { type CollectionBench, createCollectionBench } from './workbench.ts'

let bench: CollectionBench
let firstKey = ''
beforeAll(async () => {
  bench = await createCollectionBench({ simulator: { historyDays: 120 } })
})
afterAll(() => bench.server.close())

const total = async (from: string, to: string) => {
  const { rows } = await sql<{ amount: string }>`
    select coalesce(trim_scale(sum(amount)), 0)::text as amount from workspace_days
    where cost_day between ${from} and ${to}`.execute(bench.db)
  return rows[0]?.amount
}
const readAll = async () => {
  await bench.request()
  await bench.collections.runOpen({ signal: bench.signal })
}
const stateOf = async (id: string) => (await bench.collections.find(id))?.state

test('after a month without a reading no day is missing, and half-arrived ones are made whole', async () => {
  firstKey = (await bench.team('마케팅팀')).keyId
  await readAll()
  const before = costDayOf(bench.clock.now())
  bench.clock.advance(30 * DAY)
  await readAll()
  const today = costDayOf(bench.clock.now())
  expect(await total(addDays(before, -5), addDays(today, -1))).toBe(
    bench.simulator.truth.total(addDays(before, -5), addDays(today, -1)),
  )
})

test('a key that was set aside is not read with, neither for what waits nor for what comes later', async () => {
  const { keyId, teamId } = await bench.team('꺼진 팀', bench.simulator.keys.otherOrganization)
  await bench.runtime.teams.adminKeys.deactivate(bench.actor, keyId, '잠시 멈춤')
  const ended = await bench.collections.runOpen({ signal: bench.signal })
  expect(ended).toMatchObject([{ state: 'failed', problemCode: 'collection-key-inactive', daysDone: 0 }])
  expect(await bench.request({ teamId })).toEqual([])
  await bench.runtime.teams.adminKeys.reactivate(bench.actor, keyId, '다시 시작')
})

test('a 401 for a key that was replaced meanwhile does not break the new one', async () => {
  const { keyDesk } = bench.runtime.teams
  const used = await keyDesk.openKey(firstKey)
  expect(await keyDesk.isCurrent(firstKey, used?.version ?? '')).toBe(true)
  const next = { key: bench.simulator.keys.second, baseUrl: null }
  await bench.runtime.teams.adminKeys.replace(bench.actor, firstKey, next)
  expect(await keyDesk.isCurrent(firstKey, used?.version ?? '')).toBe(false)
})

test('a reading made under a clock a year ahead does not shut out the right ones', async () => {
  const { ledger } = bench.runtime
  const { rows } = await sql<{ id: string }>`
    insert into organizations (provider, created_at) values ('openai', now()) returning id`.execute(bench.db)
  const organizationId = rows[0]?.id ?? ''
  const day = costDayOf(bench.clock.now())
  const row = (amount: string) => ({ externalId: null, lineItem: null, currency: 'EUR', amount, quantity: null })
  const read = (at: Date, amount: string) =>
    ledger.applyReading({
      organizationId,
      requestedAt: at,
      appliedAt: at > bench.clock.now() ? at : bench.clock.now(),
      days: new Map([[day, [row(amount)]]]),
    })
  await read(new Date(bench.clock.now().getTime() + 365 * DAY), '10')
  const applied = await read(bench.clock.now(), '500')
  expect([applied.changedLines, applied.cost]).toEqual([1, { EUR: '500' }])
  const older = await read(new Date(bench.clock.now().getTime() - HOUR), '7')
  expect(older.changedLines).toBe(0)
})

test('nothing is booked on an organization that was joined into another one', async () => {
  const { ledger, teams } = bench.runtime
  const { organizationId, keyId } = await bench.team('합친 팀', bench.simulator.keys.readOnly)
  const { rows } = await sql<{ id: string }>`
    insert into organizations (provider, created_at) values ('openai', now()) returning id`.execute(bench.db)
  const stray = rows[0]?.id ?? ''
  await teams.keyDesk.joinOrganizations(stray, organizationId)
  const reading = { organizationId: stray, requestedAt: bench.clock.now(), days: new Map([['2026-12-01', []]]) }
  await expect(ledger.applyReading(reading)).rejects.toMatchObject({ organizationId })
  expect(await stateOf(keyId)).toBeUndefined()
})
