import { afterAll, expect, test } from 'vitest'
import type { Database } from '../../src/platform/db/database.ts'
import { migrate, readMigrations } from '../../src/platform/db/migrate.ts'
import { callOf, createCallsBenchOn, NOW } from '../calls/bench.ts'
import { databaseKinds, openBlank } from '../faults/backup-databases.ts'

const open: Database[] = []
afterAll(() => Promise.all(open.map((database) => database.close())))

const PROJECT = '00000000-0000-4000-8000-000000000002'
/** A project with a binding and three days of bill and usage, as the release before calls left them. */
const before = `
  insert into organizations (id, provider, created_at) values ('00000000-0000-4000-8000-000000000003', 'openai', now());
  insert into teams (id, name, created_at) values ('00000000-0000-4000-8000-000000000001', 't', now());
  insert into projects (id, team_id, name, created_at) select '${PROJECT}', id, 'p', now() from teams;
  insert into project_teams (project_id, team_id, from_at, from_day) select id, team_id, created_at, '-infinity' from projects;
  insert into organization_projects (organization_id, external_id, seen_at) select id, 'proj_a', now() from organizations;
  insert into bindings (project_id, organization_id, external_id, from_at, from_day)
    select '${PROJECT}', id, 'proj_a', now(), '-infinity' from organizations;
  insert into cost_scopes (organization_id, external_id) select id, 'proj_a' from organizations;
  insert into scope_days (scope_id, cost_day, currency, billed, estimated, amount)
    select id, day::date, 'USD', 1.5, 2.25, 2.25 from cost_scopes, generate_series('2026-11-21'::date, '2026-11-23', interval '1 day') day;
  insert into project_days (project_id, cost_day, currency, team_id, amount, billed, estimated)
    select p.id, d.cost_day, d.currency, p.team_id, d.amount, d.billed, d.estimated from projects p, scope_days d;
  insert into team_days (team_id, cost_day, currency, amount) select team_id, cost_day, currency, amount from project_days;
  insert into workspace_days (cost_day, currency, amount) select cost_day, currency, amount from project_days`

test.each(databaseKinds().map((kind) => ({ kind })))(
  'what was known before calls were recorded stays as it was, and calls come on top of it, on $kind',
  async ({ kind }) => {
    const database = await openBlank(kind)
    open.push(database)
    const migrations = await readMigrations()
    await migrate(
      database.pool,
      migrations.filter(({ name }) => name < '0020'),
    )
    await database.pool.query(before)
    const sums = async () =>
      (
        await database.pool.query(`
          select cost_day as day, trim_scale(p.amount)::text as project, trim_scale(t.amount)::text as team,
            trim_scale(w.amount)::text as workspace
          from project_days p join team_days t using (cost_day, currency) join workspace_days w using (cost_day, currency)
          order by cost_day`)
      ).rows
    const known = await sums()
    expect(known).toHaveLength(3)
    await migrate(database.pool, migrations)
    expect(await sums()).toEqual(known)
    const { calls } = createCallsBenchOn(database, NOW)
    await calls.record([callOf(PROJECT)])
    const [first, second, today] = await sums()
    expect([first, second]).toEqual(known.slice(0, 2))
    expect(today).toEqual({ day: '2026-11-23', project: '3.25', team: '3.25', workspace: '3.25' })
  },
)
