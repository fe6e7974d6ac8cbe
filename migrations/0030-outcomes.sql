-- What calls achieved: outcomes of single tries, and totals of a whole day that somebody enters. One is never added to the other.

-- One try. `id` is the sender's own, so the same one again is the same outcome. No foreign keys, for the reason of 0010.
create table outcomes (
  project_id uuid not null,
  id text not null,
  at timestamptz not null,
  cost_day date not null,
  -- '' where nobody says.
  task text not null,
  -- False: it says no task itself; what stands there is that of the call with its response id.
  says_task boolean not null,
  success boolean not null,
  feedback_score numeric,
  feedback_min numeric,
  feedback_max numeric,
  -- 0–1 of its declared scale, as it was added to the sums.
  feedback numeric check (feedback between 0 and 1),
  counters jsonb not null,
  response_id text,
  source text not null check (source in ('api', 'sdk', 'form', 'csv')),
  key_id uuid,
  entered_by text,
  recorded_at timestamptz not null,
  -- Removed by a person: it counts no more, and is still known when it is sent again.
  removed_at timestamptz,
  primary key (project_id, id)
);
create index outcomes_newest on outcomes (project_id, cost_day, at, id);
create index outcomes_age on outcomes (cost_day);
create index outcomes_without_task on outcomes (recorded_at) where task = '' and response_id is not null;

-- The sums of single outcomes, written with them; they outlive them.
create table outcome_single_days (
  project_id uuid not null,
  task text not null,
  cost_day date not null,
  attempts bigint not null check (attempts > 0),
  successes bigint not null check (successes between 0 and attempts),
  feedback_sum numeric not null,
  feedback_count bigint not null,
  counters jsonb not null,
  primary key (project_id, task, cost_day)
) with (fillfactor = 80);

-- A whole day of one task, as a form, a file or a program states it. While it stands, it alone counts.
create table outcome_totals (
  id uuid not null unique default gen_random_uuid(),
  project_id uuid not null,
  task text not null,
  cost_day date not null,
  attempts bigint not null check (attempts >= 0),
  successes bigint not null check (successes between 0 and attempts),
  -- The mean, on the scale that was declared with it.
  feedback_score numeric,
  feedback_count bigint check (feedback_count > 0),
  feedback_min numeric,
  feedback_max numeric,
  feedback_sum numeric,
  counters jsonb not null,
  source text not null check (source in ('api', 'sdk', 'form', 'csv')),
  key_id uuid,
  entered_by text,
  entered_at timestamptz not null,
  primary key (project_id, task, cost_day)
);

-- What counts: the total where there is one, else the sum of the single outcomes.
create table outcome_days (
  project_id uuid not null,
  task text not null,
  cost_day date not null,
  attempts bigint not null,
  successes bigint not null,
  feedback_sum numeric not null,
  feedback_count bigint not null,
  counters jsonb not null,
  primary key (project_id, task, cost_day)
) with (fillfactor = 80);
create index outcome_days_newest on outcome_days (project_id, cost_day, task);

-- The trace of what was replaced or removed.
create table outcome_changes (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null,
  at timestamptz not null,
  -- Null: a total.
  outcome_id text,
  task text not null,
  cost_day date not null,
  before jsonb not null,
  -- Null: removed.
  after jsonb,
  source text not null,
  key_id uuid,
  person_id uuid,
  entered_by text,
  reason text
);
create index outcome_changes_newest on outcome_changes (project_id, at, id);
create index outcome_changes_of_day on outcome_changes (project_id, cost_day, task);

-- How a project shows its feedback: the scale that it declared first, or what somebody chose.
create table outcome_scales (
  project_id uuid primary key,
  low numeric not null,
  high numeric not null check (high > low)
);

-- The names of a project's counters, so that they stay few.
create table outcome_counters (
  project_id uuid not null,
  name text not null,
  primary key (project_id, name)
);
