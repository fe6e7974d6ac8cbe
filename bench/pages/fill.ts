import type pg from 'pg'
import { sumBilled, sumProjects } from '../../src/ledger/store/sums.ts'
import { addDays, type CostDay, daysBetween } from '../../src/platform/cost-day.ts'
import { type Database, openPostgres } from '../../src/platform/db/database.ts'

export type World = { teams: number; projects: number; lineItems: number; unattributed: number }

const DAYS_AT_ONCE = 31

/** Teams, projects, bindings and scopes of an organization that has been used for years. */
export async function fillWorld(pool: pg.Pool, world: World): Promise<void> {
  await pool.query(`
    insert into organizations (provider, created_at) values ('openai', now());
    insert into teams (name, created_at) select '팀 ' || n, now() from generate_series(1, ${world.teams}) n;
    insert into admin_keys (team_id, organization_id, last4, fingerprint, state, write_access, created_at)
      select team.id, organization.id, 'abcd', sha256(team.name::bytea), 'active', 'no', now() from teams team, organizations organization;
    insert into projects (team_id, name, created_at)
      select team.id, 'service-' || n, now() from generate_series(1, ${world.projects}) n
      join (select id, row_number() over () as place from teams) team on team.place = 1 + n % ${world.teams};
    insert into project_teams (project_id, team_id, from_at, from_day) select id, team_id, created_at, '-infinity' from projects;
    insert into organization_projects (organization_id, external_id, name, seen_at)
      select id, 'proj_' || n, 'Service ' || n, now() from organizations, generate_series(1, ${world.projects + world.unattributed - 1}) n;
    insert into bindings (project_id, organization_id, external_id, from_at, from_day)
      select project.id, organization.id, 'proj_' || substr(project.name, 9), now(), '-infinity' from projects project, organizations organization;
    insert into cost_scopes (organization_id, external_id) select organization_id, external_id from organization_projects order by external_id;
    insert into cost_scopes (organization_id, external_id) select id, null from organizations;
    insert into cost_line_items (name) select 'gpt-4o-2024-11-20, item ' || n from generate_series(1, ${world.lineItems}) n;
    insert into collections (organization_id, admin_key_id, from_day, to_day, backfill, state, requested_by, created_at, finished_at)
      select organization_id, id, current_date - 180, current_date, true, 'done', 'bench', now(), now() from admin_keys limit 1;
    analyze`)
}

/** Bills of these days, then their sums by the ledger's own statements. Answers with the number of lines. */
export async function fillDays(
  url: string,
  from: CostDay,
  to: CostDay,
  progress: (day: CostDay) => void,
): Promise<number> {
  const database = await openPostgres(url, { maxConnections: 2 })
  try {
    let lines = 0
    for (let start = from; start <= to; start = addDays(start, DAYS_AT_ONCE)) {
      const last = addDays(start, DAYS_AT_ONCE - 1)
      lines += await fillSome(database, start, last < to ? last : to)
      progress(start)
    }
    await database.pool.query('vacuum analyze')
    return lines
  } finally {
    await database.close()
  }
}

async function fillSome({ db, pool }: Database, from: CostDay, to: CostDay): Promise<number> {
  const { rowCount } = await pool.query(
    `insert into billed_lines (scope_id, cost_day, line_item_id, currency, amount, quantity)
     select scope.id, day::date, item.id, 'USD',
       (1 + abs(hashint4(scope.id * 7919 + item.id) % 900000) + abs(hashint4(extract(epoch from day)::int + scope.id) % 99999))::numeric / 1000000 * 1.0000001,
       1000 + abs(hashint4(scope.id + item.id) % 100000)
     from cost_scopes scope, generate_series($1::date, $2::date, interval '1 day') day, cost_line_items item
     order by scope.id, day, item.id`,
    [from, to],
  )
  await pool.query(
    `insert into billed_days (organization_id, cost_day, first_read_at, last_read_at, settled)
     select id, day::date, now(), now(), day::date < current_date - 3
     from organizations, generate_series($1::date, $2::date, interval '1 day') day`,
    [from, to],
  )
  const { rows: organizations } = await pool.query<{ id: string }>('select id from organizations')
  const { rows: projects } = await pool.query<{ id: string }>('select id from projects')
  const days = daysBetween(from, to)
  await db.transaction().execute(async (tx) => {
    for (const { id } of organizations) await sumBilled(tx, id, days)
    await sumProjects(
      tx,
      projects.map(({ id }) => id),
      days,
    )
  })
  return rowCount ?? 0
}
