-- Which messages a breach, a key or a blind spot has caused, each once, and why the spend was what it was at that moment.
-- The key is that of the notice. No foreign keys to it or to the breach: what was told stays told.
create table alerts (
  key text primary key,
  kind text not null check (kind in
    ('crossed', 'reminder', 'over', 'no-data', 'key-broken', 'price-unknown', 'poll-overdue', 'poll-resumed')),
  breach_id uuid,
  team_id uuid,
  project_id uuid,
  -- The highest level that it told of.
  percent int,
  detected_at timestamptz not null,
  queued_at timestamptz not null,
  headline text not null,
  -- The cause as it was told.
  cause jsonb
);
create index alerts_breach on alerts (breach_id, queued_at) where breach_id is not null;
create index alerts_kind on alerts (kind, queued_at desc);
