export type World = { projects: number; days: number; tasks: number; models: number; intents: number; users: number }

/** Projects of one organization whose bill was read every day, with what each spent. */
export function worldSql({ projects, days }: World): string[] {
  return [
    `insert into organizations (provider, created_at) values ('openai', now())`,
    `insert into teams (name, created_at) values ('가치팀', now())`,
    `insert into admin_keys (team_id, organization_id, last4, fingerprint, state, write_access, created_at)
     select team.id, organization.id, 'abcd', sha256('value'), 'active', 'no', now() from teams team, organizations organization`,
    `insert into projects (team_id, name, created_at)
     select team.id, 'value-' || n, now() from teams team, generate_series(1, ${projects}) n`,
    `insert into project_teams (project_id, team_id, from_at, from_day)
     select id, team_id, created_at, '-infinity' from projects`,
    `insert into organization_projects (organization_id, external_id, name, seen_at)
     select organization.id, 'proj_' || project.name, project.name, now() from organizations organization, projects project`,
    `insert into bindings (project_id, organization_id, external_id, from_at, from_day)
     select project.id, organization.id, 'proj_' || project.name, now(), '-infinity' from projects project, organizations organization`,
    `insert into billed_days (organization_id, cost_day, first_read_at, last_read_at, settled)
     select id, day::date, now(), now(), true from organizations,
       generate_series(current_date - ${days}, current_date, interval '1 day') day`,
    `insert into project_days (project_id, team_id, cost_day, currency, amount, billed)
     select id, team_id, day::date, 'USD', 123.456789, 123.456789 from projects,
       generate_series(current_date - ${days}, current_date, interval '1 day') day`,
    `insert into outcome_days (project_id, task, cost_day, attempts, successes, feedback_sum, feedback_count, counters)
     select id, 'task-' || task, day::date, 400 + task, 300 + task, 61.5, 80, '{}' from projects,
       generate_series(current_date - ${days}, current_date, interval '1 day') day, generate_series(1, 4) task`,
  ]
}

const FIGURES = `calls, ok, errors, refused, aborted, input_tokens, cached_input_tokens, output_tokens, cost, unpriced_calls,
  duration_ms, timed_calls`

/**
 * The sums that so many calls would have left, evenly over projects and days: of each dimension as many values as there are,
 * or as there were calls on the day. The calls themselves, and the sums of their hours, are read by none of these pages.
 */
export function sumsSql(world: World, calls: number): string[] {
  const perDay = Math.max(1, Math.round(calls / world.projects / world.days))
  const dimensions = [
    ['all', 1],
    ['task', world.tasks],
    ['model', world.models],
    ['intent', world.intents],
    ['user', world.users],
  ] as const
  return [
    'truncate call_days',
    ...dimensions.map(([dimension, values]) => {
      const count = Math.min(values, perDay)
      const each = Math.max(1, Math.round(perDay / count))
      return `insert into call_days (project_id, cost_day, dimension, value, ${FIGURES})
        select id, day::date, '${dimension}', ${dimension === 'all' ? `''` : `'${dimension}-' || n`},
          ${each}, ${each}, 0, 0, 0, ${each} * 1400, 0, ${each} * 320, ${each} * 0.0067 * n, ${each} / 500, ${each} * 900, ${each}
        from projects, generate_series(current_date - ${world.days}, current_date, interval '1 day') day,
          generate_series(1, ${count}) n`
    }),
    'vacuum analyze',
  ]
}
