import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { MINUTE } from '../platform/clock.ts'
import { addDays } from '../platform/cost-day.ts'
import type { Database } from '../platform/db/database.ts'
import { causesOf, pulseOfProject } from './causes-of.ts'
import { causeLine } from './index.ts'

const TODAY = '2026-11-23'
const NOW = new Date('2026-11-23T05:00:00Z')

let database: Database
let teamId: string
let organizationId: string
let scopeId: number
let projectId: string
let seriesId: number
let otherSeriesId: number

beforeAll(async () => {
  database = await createTestDatabase()
  const at = addDays(TODAY, -60)
  teamId = await one(sql`insert into teams (name, created_at) values ('마케팅팀', ${at}) returning id`)
  organizationId = await one(
    sql`insert into organizations (provider, created_at) values ('openai', ${at}) returning id`,
  )
  projectId = await project('chatbot-experiment', 'proj_a')
  scopeId = await scope('proj_a')
  seriesId = await series(scopeId, 'gpt-4o')
  otherSeriesId = await series(scopeId, 'gpt-4o-mini')
  // Three Mondays of $40, $50 and $900; on the fourth nothing was read.
  await day(seriesId, addDays(TODAY, -7), { calls: 800, tokens: 800_000, cost: '40' })
  await day(seriesId, addDays(TODAY, -14), { calls: 1000, tokens: 1_000_000, cost: '48' })
  await day(otherSeriesId, addDays(TODAY, -14), { calls: 0, tokens: 0, cost: '2' })
  await day(seriesId, addDays(TODAY, -21), { calls: 18_000, tokens: 18_000_000, cost: '900' })
  await sums(projectId, { [addDays(TODAY, -7)]: '40', [addDays(TODAY, -14)]: '50', [addDays(TODAY, -21)]: '900' })
  await day(seriesId, TODAY, { calls: 15_000, tokens: 14_700_000, cost: '740' })
  await day(otherSeriesId, TODAY, { calls: 0, tokens: 0, cost: '2' })
  await sums(projectId, { [TODAY]: '742' })
})
afterAll(() => database.close())

async function one<Value = string>(query: ReturnType<typeof sql>): Promise<Value> {
  const { rows } = await query.execute(database.db)
  const [row] = rows as Record<string, Value>[]
  const [value] = Object.values(row ?? {})
  if (value === undefined) throw new Error('nothing was inserted')
  return value
}

async function project(name: string, externalId: string): Promise<string> {
  const at = `${addDays(TODAY, -60)}T00:00:00Z`
  const id = await one(sql`
    insert into projects (team_id, name, created_at) values (${teamId}, ${name}, ${at}) returning id`)
  await sql`insert into project_teams (project_id, team_id, from_at, from_day) values (${id}, ${teamId}, ${at}, '-infinity')`.execute(
    database.db,
  )
  await sql`insert into organization_projects (organization_id, external_id, seen_at) values (${organizationId}, ${externalId}, ${at})`.execute(
    database.db,
  )
  await sql`insert into bindings (project_id, organization_id, external_id, from_at, from_day)
    values (${id}, ${organizationId}, ${externalId}, ${at}, '-infinity')`.execute(database.db)
  return id
}

function scope(externalId: string): Promise<number> {
  return one(
    sql`insert into cost_scopes (organization_id, external_id) values (${organizationId}, ${externalId}) returning id`,
  )
}

function series(scopeId: number, model: string): Promise<number> {
  return one(sql`
    insert into usage_series (scope_id, kind, identity, model, api_key_id, user_id)
    values (${scopeId}, 'completions', ${model}, ${model}, 'key_abc9f2c', 'user_1') returning id`)
}

async function day(
  id: number,
  on: string,
  used: { calls: number | null; tokens: number; cost: string; unpriced?: boolean },
) {
  await sql`insert into usage_days (series_id, cost_day, requests, input_tokens, cost, unpriced)
    values (${id}, ${on}, ${used.calls}, ${used.tokens}, ${used.cost}, ${used.unpriced ?? false})`.execute(database.db)
}

async function sums(id: string, amounts: Record<string, string>) {
  for (const [on, amount] of Object.entries(amounts)) {
    await sql`insert into project_days (project_id, cost_day, currency, team_id, amount, estimated)
      values (${id}, ${on}, 'USD', ${teamId}, ${amount}, ${amount})`.execute(database.db)
  }
}

test('a project-day is explained against the middle of the same weekdays', async () => {
  const [cause] = await causesOf(database.db, null, [{ projectId, day: TODAY }])
  expect(cause).toMatchObject({
    reach: 'full',
    spend: '742',
    usual: '50',
    rise: '692',
    usualFrom: 'same-weekdays',
    usualDays: [addDays(TODAY, -21), addDays(TODAY, -14), addDays(TODAY, -7)],
    calls: { now: '15000', usual: '1000' },
    parts: [
      { part: 'calls', amount: '700', ratio: 15 },
      { part: 'tokens', amount: '-15' },
      { part: 'price', amount: '7' },
    ],
  })
  expect(cause?.models.rows[0]).toEqual({ name: 'gpt-4o', amount: '692', share: 1, now: '740', usual: '48' })
  expect(cause && causeLine(cause)).toBe('호출 수 15배 · gpt-4o 100%')
})

test('a day that was read and holds nothing counts as zero, a day that was not read does not count', async () => {
  const quiet = await project('quiet', 'proj_quiet')
  await scope('proj_quiet')
  await sums(quiet, { [addDays(TODAY, -25)]: '10', [TODAY]: '5' })
  for (const back of [7, 14]) {
    await sql`insert into billed_days (organization_id, cost_day, first_read_at, last_read_at, settled)
      values (${organizationId}, ${addDays(TODAY, -back)}, ${NOW}, ${NOW}, true)`.execute(database.db)
  }
  const [cause] = await causesOf(database.db, null, [{ projectId: quiet, day: TODAY }])
  expect(cause).toMatchObject({ usual: '0', usualDays: [addDays(TODAY, -14), addDays(TODAY, -7)] })
})

test('usage that was not read, or lacks a count, is unknown and not zero', async () => {
  const dark = await project('dark', 'proj_dark')
  const darkScope = await scope('proj_dark')
  await sums(dark, { [addDays(TODAY, -7)]: '10', [addDays(TODAY, -14)]: '10', [TODAY]: '90' })
  await day(await series(darkScope, 'gpt-4o'), TODAY, { calls: null, tokens: 5, cost: '90' })
  await sql`update project_days set estimated = null where project_id = ${dark} and cost_day < ${TODAY}`.execute(
    database.db,
  )
  const [cause] = await causesOf(database.db, null, [{ projectId: dark, day: TODAY }])
  expect(cause).toMatchObject({ reach: 'no-usual-usage', calls: { now: null, usual: null }, rise: '80' })
})

test('many project-days are explained at once, in the order asked for, and what is unknown is null', async () => {
  const fresh = await project('fresh', 'proj_fresh')
  const causes = await causesOf(database.db, null, [
    { projectId: fresh, day: TODAY },
    { projectId, day: addDays(TODAY, -7) },
    { projectId, day: TODAY },
  ])
  expect(causes.map((cause) => cause?.spend ?? null)).toEqual([null, '40', '742'])
})

test('days of a team that one may not see are neither explained nor usual', async () => {
  const stranger = '00000000-0000-4000-8000-000000000000'
  expect(await causesOf(database.db, [stranger], [{ projectId, day: TODAY }])).toEqual([null])
  expect(await causesOf(database.db, [teamId], [{ projectId, day: TODAY }])).toMatchObject([{ usual: '50' }])
})

test('the calls of the last hour tell since when they run away', async () => {
  const until = new Date(NOW.getTime() - 2 * MINUTE)
  await sql`insert into usage_watermarks (organization_id, kind, requested_at, seen_until)
    values (${organizationId}, 'completions', ${NOW}, ${until})`.execute(database.db)
  for (let back = 1; back <= 240; back += 1) {
    const at = new Date(until.getTime() - back * MINUTE)
    await sql`insert into usage_minutes (series_id, minute, span, requests) values (${seriesId}, ${at}, 1, ${back <= 30 ? 40 : 1})`.execute(
      database.db,
    )
  }
  const [cause = null] = await causesOf(database.db, null, [{ projectId, day: TODAY }])
  const pulse = await pulseOfProject(database.db, projectId, NOW, cause)
  expect(pulse?.since?.toISOString()).toBe('2026-11-23T04:28:00.000Z')
  expect(pulse?.minutes.at(-1)).toBe(40)
})
