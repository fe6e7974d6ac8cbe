import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import type { Database } from '../../platform/db/database.ts'
import { freshnessOf, readingsOf } from './readings.ts'

const SPAN = { from: '2026-11-19', to: '2026-11-23', today: '2026-11-23' }
const EVERYBODY = { teamIds: null }

let database: Database
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(() =>
  run(`
    truncate organizations, teams cascade;
    insert into organizations (provider, created_at) values ('openai', now());
    insert into teams (name, created_at) values ('마케팅팀', now());
    insert into admin_keys (team_id, organization_id, last4, fingerprint, state, write_access, created_at)
      select team.id, organization.id, 'abc1', 'x', 'active', 'no', now() from teams team, organizations organization`),
)
afterAll(() => database.close())

const run = (text: string) => database.pool.query(text)
const bill = (day: string, settled: boolean) =>
  run(`insert into billed_days (organization_id, cost_day, first_read_at, last_read_at, settled)
    select id, '${day}', '2026-11-23T00:01:00Z', '2026-11-23T00:01:00Z', ${settled} from organizations`)
const poll = (at: string) =>
  run(
    `insert into usage_watermarks (organization_id, kind, requested_at) select id, 'completions', '${at}' from organizations`,
  )
const wholeDay = (day: string) =>
  run(`insert into usage_readings (organization_id, kind, starts_at, span, requested_at)
    select id, 'completions', '${day}T00:00:00Z', 1440, '2026-11-23T00:00:00Z' from organizations`)

test('a day is known by its usage before its bill has come, and then no more than provisional', async () => {
  await bill('2026-11-19', true)
  await wholeDay('2026-11-20')
  await bill('2026-11-21', false)
  const readings = await readingsOf(database.db, EVERYBODY, SPAN)
  expect(Object.fromEntries(readings)).toEqual({
    '2026-11-19': { basis: 'settled', isComplete: true },
    '2026-11-20': { basis: 'provisional', isComplete: true },
    '2026-11-21': { basis: 'provisional', isComplete: true },
  })
})

test('a poll of today makes today known, and the day before it, which it reaches back to', async () => {
  await poll('2026-11-23T04:57:00Z')
  const readings = await readingsOf(database.db, EVERYBODY, SPAN)
  expect(Object.fromEntries(readings)).toEqual({
    '2026-11-22': { basis: 'provisional', isComplete: true },
    '2026-11-23': { basis: 'estimated', isComplete: true },
  })
  expect(await freshnessOf(database.db, EVERYBODY, SPAN.today)).toMatchObject({
    estimatedDay: '2026-11-23',
    estimatedAt: new Date('2026-11-23T04:57:00Z'),
  })
})

test('an organization that somebody wants read and that was not read today leaves today known in part', async () => {
  await poll('2026-11-23T04:57:00Z')
  await bill('2026-11-20', true)
  await run(`
    insert into organizations (provider, created_at) values ('openai', now());
    insert into admin_keys (team_id, organization_id, last4, fingerprint, state, write_access, created_at)
      select team.id, organization.id, 'abc2', 'y', 'active', 'no', now() from teams team, organizations organization
      where not exists (select from usage_watermarks where organization_id = organization.id);
    insert into billed_days (organization_id, cost_day, first_read_at, last_read_at, settled)
      select id, '2026-11-20', now(), now(), true from organizations
      where not exists (select from billed_days where organization_id = organizations.id)`)
  const readings = await readingsOf(database.db, EVERYBODY, SPAN)
  expect(readings.get('2026-11-23')).toEqual({ basis: 'estimated', isComplete: false })
})

test('the age of today is that of the organization that was read least recently', async () => {
  await poll('2026-11-23T04:57:00Z')
  await run(`
    insert into organizations (provider, created_at) values ('openai', now());
    insert into admin_keys (team_id, organization_id, last4, fingerprint, state, write_access, created_at)
      select team.id, organization.id, 'abc2', 'y', 'active', 'no', now() from teams team, organizations organization
      where not exists (select from usage_watermarks where organization_id = organization.id);
    insert into usage_watermarks (organization_id, kind, requested_at)
      select id, 'images', '2026-11-23T03:00:00Z' from organizations
      where not exists (select from usage_watermarks where organization_id = organizations.id)`)
  const { estimatedAt } = await freshnessOf(database.db, EVERYBODY, SPAN.today)
  expect(estimatedAt).toEqual(new Date('2026-11-23T03:00:00Z'))
})

test('yesterday’s poll tells nothing of today', async () => {
  await poll('2026-11-22T23:59:00Z')
  const readings = await readingsOf(database.db, EVERYBODY, SPAN)
  expect([...readings.keys()]).toEqual(['2026-11-22'])
  expect(await freshnessOf(database.db, EVERYBODY, SPAN.today)).toMatchObject({ estimatedDay: null, estimatedAt: null })
})
