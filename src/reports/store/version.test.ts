import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import type { Database } from '../../platform/db/database.ts'
import { reportVersion } from './version.ts'

let database: Database
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`
    insert into organizations (provider, created_at) values ('openai', now());
    insert into teams (name, created_at) values ('마케팅팀', now());
    insert into projects (team_id, name, created_at) select id, '번역', now() from teams;
    insert into admin_keys (team_id, organization_id, last4, fingerprint, state, write_access, created_at)
      select team.id, organization.id, 'abc1', 'x', 'active', 'no', now() from teams team, organizations organization;
    insert into organization_projects (organization_id, external_id, seen_at) select id, 'proj_a', now() from organizations`)
})
afterAll(() => database.close())

const CHANGES = {
  'a team is renamed': `update teams set name = '데이터팀'`,
  'a project is archived': 'update projects set archived_at = now()',
  'a project moves':
    "insert into project_teams (project_id, team_id, from_at, from_day) select id, team_id, now(), '-infinity' from projects",
  'a binding starts':
    "insert into bindings (project_id, organization_id, external_id, from_at, from_day) select project.id, organization_id, external_id, now(), '-infinity' from projects project, organization_projects",
  'a key breaks': "update admin_keys set state = 'broken', problem_code = 'key-invalid', problem_since = now()",
  'a day is read':
    "insert into billed_days (organization_id, cost_day, first_read_at, last_read_at, settled) select id, '2026-11-01', now(), now(), false from organizations",
  'a day is read again': 'update billed_days set last_read_at = now()',
  'a channel is added': "insert into channels (kind, name, created_at) values ('slack', '#alerts', now())",
  'messages stop leaving by it':
    "insert into delivery_lanes (lane, problem, problem_since) values ('mail', 'down', now())",
  'they leave again': 'update delivery_lanes set problem = null, problem_since = null',
  'a collection fails':
    "insert into collections (organization_id, admin_key_id, from_day, to_day, backfill, state, requested_by, created_at) select organization_id, id, '2026-11-01', '2026-11-02', false, 'failed', 'test', now() from admin_keys",
}

test.each(Object.entries(CHANGES))('no answer from before is true once %s', async (_what, change) => {
  const before = await reportVersion(database.db)
  await database.pool.query(change)
  expect(await reportVersion(database.db)).not.toBe(before)
})

test('a change that is rolled back leaves the answers true', async () => {
  const before = await reportVersion(database.db)
  await database.pool.query('begin; update teams set created_at = now(); rollback')
  expect(await reportVersion(database.db)).toBe(before)
})

test('a message that merely leaves makes no answer untrue', async () => {
  const before = await reportVersion(database.db)
  await database.pool.query('update delivery_lanes set last_ok_at = now(), problem = null, problem_since = null')
  expect(await reportVersion(database.db)).toBe(before)
})

test('many changes of one transaction raise it once', async () => {
  const version = async () => Number((await reportVersion(database.db)).split('.')[0])
  const before = await version()
  await database.pool.query(`
    insert into billed_days (organization_id, cost_day, first_read_at, last_read_at, settled)
    select id, date '2026-01-01' + n, now(), now(), false from organizations, generate_series(1, 180) n`)
  expect(await version()).toBe(before + 1)
})
