-- Calls that went through although a hard limit could not be checked, by cost day: people must know that it did not hold. In the
-- schema of what is no data.
create table derived.unchecked_calls (
  project_id uuid not null,
  cost_day date not null,
  -- 'unknown-cost': nobody knows what it can cost. 'no-database': the database did not answer.
  reason text not null check (reason in ('unknown-cost', 'no-database')),
  calls bigint not null,
  last_at timestamptz not null,
  primary key (project_id, cost_day, reason)
);
