import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import { fixedClock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { ProjectsQuery } from './api.ts'
import { homeOf } from './home.ts'
import { projectListOf } from './project-list.ts'

const NOW = '2026-11-23T05:00:00Z'

let database: Database
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`
    insert into organizations (provider, created_at) values ('openai', now());
    insert into teams (name, created_at) values ('마케팅팀', now());
    insert into admin_keys (team_id, organization_id, last4, fingerprint, state, write_access, created_at)
      select team.id, organization.id, 'abc1', 'x', 'active', 'yes', now() from teams team, organizations organization;
    insert into projects (team_id, name, created_at)
      select id, name_of, now() from teams, unnest(array['over', 'near', 'stopped', 'calm', 'unbound', 'raised']) name_of;
    insert into project_teams (project_id, team_id, from_at, from_day) select id, team_id, now(), '-infinity' from projects;
    insert into organization_projects (organization_id, external_id, seen_at)
      select organization.id, project.name, now() from organizations organization, projects project;
    insert into bindings (project_id, organization_id, external_id, from_at, from_day)
      select project.id, organization.id, project.name, now(), '-infinity' from projects project, organizations organization
      where project.name <> 'unbound';
    insert into usage_watermarks (organization_id, kind, requested_at)
      select id, 'completions', '2026-11-23T04:57:00Z' from organizations;
    insert into project_days (project_id, cost_day, currency, team_id, amount, estimated)
      select project.id, day::date, 'USD', team_id, amount, amount from projects project
      join (values ('over', '2026-11-23', 742.18), ('near', '2026-11-23', 85), ('stopped', '2026-11-23', 10),
        ('calm', '2026-11-22', 900), ('calm', '2026-11-23', 0), ('raised', '2026-11-23', 150)) spent (name, day, amount)
        on spent.name = project.name;
    insert into thresholds (project_id, period, limit_usd, levels, on_no_data, state, state_since, judged_period, created_at)
      select id, period, limit_usd, '[{"percent":100,"effect":"notify"}]', 'go-on', state, now(), judged::date, now()
      from projects join (values ('over', 'day', 500, 'exceeded', '2026-11-23'), ('over', 'week', 5000, 'normal', '2026-11-23'),
        ('near', 'day', 100, 'warning', '2026-11-23'), ('calm', 'day', 100, 'exceeded', '2026-11-22'),
        ('raised', 'day', 100, 'normal', '2026-11-23'))
        judged (project, period, limit_usd, state, judged) on judged.project = projects.name;
    insert into threshold_raises (threshold_id, period_start, limit_usd, reason, raised_at, raised_by)
      select threshold.id, '2026-11-23', 300, '행사', now(), '이지훈'
      from thresholds threshold join projects project on project.id = threshold.project_id where project.name = 'raised';
    insert into blocks (team_id, project_id, grade, origin, reason, requested_by_name, until_kind, state, created_at)
      select team_id, id, 'stop', 'person', '점검', '이지훈', 'approval', 'open', now() from projects where name = 'stopped'`)
})
afterAll(() => database.close())

const deps = () => ({
  db: database.db,
  clock: fixedClock(NOW),
  sentence: (code: string) => code,
  sendsMail: false,
  nextCollectionAt: () => null,
})
const list = async (query: Record<string, string> = {}) => {
  const { items } = await projectListOf(deps(), null, ProjectsQuery.parse(query))
  return items
}
const names = async (query: Record<string, string>) => (await list(query)).map(({ name }) => name)

test('each project has one word, and what runs away or is stopped comes before what is missing', async () => {
  const states = Object.fromEntries((await list()).map(({ name, state }) => [name, state]))
  expect(states).toEqual({
    over: 'exceeded',
    near: 'warning',
    stopped: 'blocked',
    calm: 'ok',
    unbound: 'no-binding',
    raised: 'ok',
  })
})

test('the limit shown is the one that is filled most, as raised for this period', async () => {
  const limits = Object.fromEntries((await list()).map(({ name, limit }) => [name, limit]))
  expect(limits.over).toMatchObject({
    period: 'day',
    limit: { amount: '500' },
    spend: { amount: '742.18' },
    ratio: 1.4844,
    resetsAt: '2026-11-24T00:00:00.000Z',
  })
  expect(limits.raised).toMatchObject({ limit: { amount: '300' }, ratio: 0.5, state: 'normal' })
  expect(limits.stopped).toBeNull()
})

test('a state that speaks of yesterday says nothing of today', async () => {
  const calm = (await list()).find(({ name }) => name === 'calm')
  expect(calm).toMatchObject({ state: 'ok', limit: { ratio: 0, state: 'unknown' }, today: { amount: '0' } })
})

test('today is unknown for a project of which nothing is read, and zero for one that spent nothing', async () => {
  const today = Object.fromEntries((await list()).map((row) => [row.name, row.today?.amount ?? null]))
  expect(today).toMatchObject({ unbound: null, calm: '0', over: '742.18' })
})

test('the list is narrowed to what needs a look', async () => {
  expect(await names({ state: 'exceeded' })).toEqual(['over'])
  expect(await names({ state: 'warning' })).toEqual(['near'])
  expect(await names({ state: 'blocked' })).toEqual(['stopped'])
  expect(await names({ state: 'unread' })).toEqual(['unbound'])
  expect((await names({ state: 'attention' })).toSorted()).toEqual(['near', 'over', 'stopped', 'unbound'])
})

test('the fullest limit leads, and so does the dearest today', async () => {
  expect((await names({ sort: 'limit' })).slice(0, 3)).toEqual(['over', 'near', 'raised'])
  expect((await names({ sort: 'today' })).slice(0, 3)).toEqual(['over', 'raised', 'near'])
})

test('what began to run away today is among the dearest of home, although its week was free', async () => {
  const { topProjects } = await homeOf(deps(), null)
  expect(topProjects.map(({ name }) => name)).toEqual(['calm', 'over', 'raised', 'near', 'stopped'])
  expect(topProjects[1]).toMatchObject({ today: { amount: '742.18' }, last7Days: { amount: '0' } })
})

test('the list says how old its figures are', async () => {
  const { freshness } = await projectListOf(deps(), null, ProjectsQuery.parse({}))
  expect(freshness).toMatchObject({ estimatedDay: '2026-11-23', estimatedAt: '2026-11-23T04:57:00.000Z' })
})
