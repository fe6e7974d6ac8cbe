import type { Database } from '../../src/platform/db/database.ts'

const PER_TEAM = 50

/** Projects with a daily and a weekly limit, two weeks of sums, and a reading of today that is far below every level. */
export async function fillThresholds({ pool }: Database, projects: number): Promise<void> {
  await pool.query(`
    insert into organizations (provider, created_at) values ('openai', now());
    insert into teams (name, created_at)
      select '팀 ' || n, now() from generate_series(0, ${Math.floor((projects - 1) / PER_TEAM)}) n;
    insert into projects (team_id, name, created_at)
      select team.id, 'service-' || n, now() from generate_series(1, ${projects}) n
      join teams team on team.name = '팀 ' || ((n - 1) / ${PER_TEAM});
    insert into project_teams (project_id, team_id, from_at, from_day) select id, team_id, created_at, '-infinity' from projects;
    insert into organization_projects (organization_id, external_id, seen_at)
      select organization.id, 'proj_' || substr(project.name, 9), now() from projects project, organizations organization;
    insert into bindings (project_id, organization_id, external_id, from_at, from_day)
      select project.id, organization.id, 'proj_' || substr(project.name, 9), now(), '-infinity'
      from projects project, organizations organization;
    insert into project_days (project_id, cost_day, currency, team_id, amount)
      select project.id, current_date - back, 'USD', project.team_id, 10.0000001
      from projects project, generate_series(0, 13) back;
    insert into billed_days (organization_id, cost_day, first_read_at, last_read_at, settled)
      select id, current_date - back, now(), now(), false from organizations, generate_series(0, 13) back;
    insert into thresholds (project_id, period, limit_usd, levels, on_no_data, state, state_since, created_at)
      select id, period, case period when 'day' then 500 else 3000 end,
        '[{"percent":80,"effect":"notify"},{"percent":100,"effect":"block"},{"percent":150,"effect":"notify"},{"percent":200,"effect":"notify"}]',
        'go-on', 'unknown', now(), now() - interval '30 days'
      from projects, unnest('{day,week}'::text[]) period;
    insert into threshold_limits (threshold_id, from_at, limit_usd, levels)
      select id, created_at, limit_usd, levels from thresholds;
    analyze`)
}

/** A poll raised the spend of today in this share of the projects to one and a half times their daily limit. */
export async function raiseSpend({ pool }: Database, share: number): Promise<void> {
  await pool.query(
    `update project_days set amount = 750 where cost_day = current_date and project_id in
       (select id from projects order by id limit (select ceil(count(*) * $1::float) from projects))`,
    [share],
  )
}

export async function forget({ pool }: Database): Promise<void> {
  await pool.query(`
    delete from breach_levels; delete from breaches;
    update project_days set amount = 10.0000001 where cost_day = current_date;
    update thresholds set state = 'normal', judged_period = case period when 'day' then current_date else date_trunc('week', current_date)::date end`)
}
