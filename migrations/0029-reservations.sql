-- Hard limits: a call is let through only while there is room for the most that it can cost.
alter table thresholds add column hard boolean not null default false;

create constraint trigger gateway_version_hard after update of hard on thresholds
  deferrable initially deferred for each row execute function derived.raise_gateway_version();

-- Room that is kept for calls under way, one row each, by the id that the call's record will have: the row goes in the
-- transaction that records the call. Its owner says every few seconds that it lives; by the database's clock a row counts
-- until expires_at and no longer. In the schema of what is no data: a backup leaves it out.
create table derived.reservations (
  call_id uuid primary key,
  project_id uuid not null,
  -- The process that let the call through.
  owner uuid not null,
  -- Of the call: what it costs belongs to this day, whenever it ends.
  cost_day date not null,
  -- USD: the most that the call can cost, and once it has ended what it has cost.
  amount numeric not null check (amount >= 0),
  opened_at timestamptz not null,
  expires_at timestamptz not null
);
create index reservations_project on derived.reservations (project_id, cost_day);
create index reservations_expiry on derived.reservations (expires_at);
