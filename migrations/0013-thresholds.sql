-- Daily and weekly limits of a project, and what happened to them: one breach per threshold and period, one row per level.

-- One row per project and period for good: a threshold that is set again after it was removed is the same one, so that it
-- does not alert a second time in the same period. state speaks of judged_period, the first day of a period.
create table thresholds (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references projects,
  period text not null check (period in ('day', 'week')),
  limit_usd numeric not null check (limit_usd between 0 and 1e15),
  -- [{"percent": 80, "effect": "notify" | "slow" | "block"}], ascending.
  levels jsonb not null check (jsonb_typeof(levels) = 'array' and jsonb_array_length(levels) between 1 and 12),
  on_no_data text not null check (on_no_data in ('go-on', 'stop')),
  paused_until timestamptz,
  state text not null check (state in ('unknown', 'normal', 'warning', 'exceeded', 'no-data', 'paused')),
  state_since timestamptz not null,
  judged_period date,
  -- An episode without readings: since when, why, and what was already said and done about it.
  no_data_since timestamptz,
  no_data_cause text check (no_data_cause in ('key-broken', 'key-off', 'poll-overdue')),
  no_data_told_at timestamptz,
  no_data_stopped_at timestamptz,
  created_at timestamptz not null,
  removed_at timestamptz,
  check ((no_data_since is null) = (no_data_cause is null)),
  unique (project_id, period)
);

-- Which limit held when: a late reading is judged by the limit that its period ended with. limit_usd null: removed.
create table threshold_limits (
  threshold_id uuid not null references thresholds on delete cascade,
  seq bigint generated always as identity,
  from_at timestamptz not null,
  limit_usd numeric,
  levels jsonb,
  primary key (threshold_id, from_at, seq)
);

-- Raised for the rest of one period; the base in thresholds is not touched.
create table threshold_raises (
  threshold_id uuid not null references thresholds on delete cascade,
  period_start date not null,
  limit_usd numeric not null check (limit_usd between 0 and 1e15),
  reason text not null,
  raised_at timestamptz not null,
  raised_by text not null,
  primary key (threshold_id, period_start)
);

-- spend is the highest seen, limit_usd the limit it was last judged by. highest_percent is the highest level that was crossed
-- and not armed again; 0: a raised limit has armed all of them again. generation counts how often that happened.
create table breaches (
  id uuid primary key default gen_random_uuid(),
  threshold_id uuid not null references thresholds,
  project_id uuid not null references projects,
  team_id uuid not null references teams,
  period text not null check (period in ('day', 'week')),
  period_start date not null,
  limit_usd numeric not null,
  spend numeric not null,
  highest_percent int not null,
  generation int not null,
  opened_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  acknowledged_name text,
  closed_at timestamptz,
  unique (threshold_id, period_start)
);
create index breaches_open on breaches (project_id) where closed_at is null;
create index breaches_team on breaches (team_id, opened_at desc, id desc);
create index breaches_opened on breaches (opened_at desc, id desc);

-- Each level that was crossed, once per generation. rearmed_at: a raised limit put it above the spend again.
create table breach_levels (
  breach_id uuid not null references breaches on delete cascade,
  percent int not null,
  generation int not null,
  effect text not null check (effect in ('notify', 'slow', 'block')),
  crossed_at timestamptz not null,
  spend numeric not null,
  limit_usd numeric not null,
  rearmed_at timestamptz,
  primary key (breach_id, percent, generation)
);

create constraint trigger report_version
  after insert or update of limit_usd, levels, on_no_data, paused_until, state, no_data_since, removed_at or delete on thresholds
  deferrable initially deferred for each row execute function derived.raise_report_version();
create constraint trigger report_version after insert or update or delete on threshold_raises
  deferrable initially deferred for each row execute function derived.raise_report_version();
create constraint trigger report_version
  after insert or update of limit_usd, highest_percent, acknowledged_at, closed_at or delete on breaches
  deferrable initially deferred for each row execute function derived.raise_report_version();
