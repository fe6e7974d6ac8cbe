-- What was used within the last minutes, hours and days, counted by the provider and priced by us, and beside it the bill:
-- the sums hold both and the one number that is chosen from them.

-- One steady kind of use inside a scope. `identity` is the hash of everything that tells it from the scope's other series
-- of that kind: the texts together are too long for an index.
create table usage_series (
  id int generated always as identity primary key,
  scope_id int not null references cost_scopes (id),
  kind text not null,
  identity text not null,
  model text,
  batch boolean,
  service_tier text,
  api_key_id text,
  user_id text,
  size text,
  source text,
  context_level text,
  vector_store_id text,
  unique (scope_id, kind, identity)
);

-- Counts of one series in one bucket of `span` minutes (1 or 60) that starts at `minute`. An hour takes the place of its
-- minutes. Null: the provider did not say. Kept for three days; no foreign keys, for the reason of 0010.
create table usage_minutes (
  series_id int not null,
  minute timestamptz not null,
  span smallint not null check (span in (1, 60)),
  requests bigint,
  input_tokens bigint,
  cached_input_tokens bigint,
  cache_write_tokens bigint,
  output_tokens bigint,
  input_audio_tokens bigint,
  cached_audio_tokens bigint,
  output_audio_tokens bigint,
  input_image_tokens bigint,
  cached_image_tokens bigint,
  output_image_tokens bigint,
  images bigint,
  characters bigint,
  seconds bigint,
  byte_minutes numeric,
  sessions bigint,
  tool_calls bigint,
  primary key (series_id, minute)
);
create index usage_minutes_minute on usage_minutes (minute);

-- Counts of one series on one cost day, with what they cost by the prices of that day. Kept for good.
create table usage_days (
  series_id int not null,
  cost_day date not null,
  requests bigint,
  input_tokens bigint,
  cached_input_tokens bigint,
  cache_write_tokens bigint,
  output_tokens bigint,
  input_audio_tokens bigint,
  cached_audio_tokens bigint,
  output_audio_tokens bigint,
  input_image_tokens bigint,
  cached_image_tokens bigint,
  output_image_tokens bigint,
  images bigint,
  characters bigint,
  seconds bigint,
  byte_minutes numeric,
  sessions bigint,
  tool_calls bigint,
  -- USD of the parts that have a price.
  cost numeric not null,
  -- True: a part of it has no price. It is not free, it is unknown.
  unpriced boolean not null,
  primary key (series_id, cost_day)
);
create index usage_days_day on usage_days (cost_day);

-- Which bucket (1, 60 or 1440 minutes) of an organization and kind was last answered with something, and when that was
-- asked for. A bucket without a row was never answered with anything.
create table usage_readings (
  organization_id uuid not null references organizations (id),
  kind text not null,
  starts_at timestamptz not null,
  span smallint not null check (span in (1, 60, 1440)),
  requested_at timestamptz not null,
  -- Answered with nothing later on: that is not believed.
  doubted_at timestamptz,
  primary key (organization_id, kind, starts_at, span)
);

-- How far an organization's usage of one kind is read.
create table usage_watermarks (
  organization_id uuid not null references organizations (id),
  kind text not null,
  -- The newest reading of minutes that succeeded, by the database's clock.
  requested_at timestamptz,
  -- End of the newest minute that held anything.
  seen_until timestamptz,
  hours_read_at timestamptz,
  days_read_at timestamptz,
  -- The first day of the history that was read so far, newest first.
  history_from date,
  attempts int not null default 0,
  retry_at timestamptz,
  problem_code text,
  problem_since timestamptz,
  -- Instants of the requests of the last minutes, the newest last: the budget of the admin API is small.
  recent_requests timestamptz[] not null default '{}',
  priced_at timestamptz,
  primary key (organization_id, kind),
  check ((problem_code is null) = (problem_since is null))
);
create constraint trigger report_version after insert or update or delete on usage_watermarks
  deferrable initially deferred for each row execute function derived.raise_report_version();

-- The rounds of polling, one row per organization. Only the holder of the lease asks; compared with the database's clock.
create table usage_polls (
  organization_id uuid primary key references organizations (id),
  admin_key_id uuid,
  started_at timestamptz,
  finished_at timestamptz,
  requests int not null default 0,
  problem_code text,
  problem_since timestamptz,
  lease_owner text,
  lease_until timestamptz,
  check ((problem_code is null) = (problem_since is null))
);
create constraint trigger report_version after insert or update of problem_code or delete on usage_polls
  deferrable initially deferred for each row execute function derived.raise_report_version();

-- amount is the one number chosen from both. billed null: no bill was read. estimated null: no usage was read.
alter table scope_days add column billed numeric, add column estimated numeric,
  add column unpriced boolean not null default false;
update scope_days set billed = amount;
alter table project_days add column billed numeric, add column estimated numeric,
  add column unpriced boolean not null default false;
update project_days set billed = amount;
