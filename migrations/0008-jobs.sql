-- What each job did and when, for people; the queue itself is kept by pg-boss in a schema of its own.
create table job_runs (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  trigger text not null check (trigger in ('schedule', 'person', 'system')),
  state text not null check (state in ('running', 'done', 'failed')),
  started_at timestamptz not null,
  finished_at timestamptz,
  detail text
);
create index job_runs_recent on job_runs (name, started_at desc);
