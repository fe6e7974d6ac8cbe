-- Each call to a model with what it was for, and its sums. Prompts and answers are never stored.

-- One partition per cost day, made ahead and dropped as a whole. `identity` is the response's id where there is one, else
-- that of the record: a call that two of our parts have seen is one row. No foreign keys, for the reason of 0010.
create table calls (
  project_id uuid not null,
  cost_day date not null,
  identity text not null,
  at timestamptz not null,
  -- Given by whoever recorded it first in rank: gateway, sdk, api, otlp.
  id uuid not null,
  key_id uuid,
  source text not null check (source in ('gateway', 'sdk', 'api', 'otlp')),
  endpoint text,
  kind text,
  model_asked text,
  model_served text,
  response_id text,
  task text,
  intent text,
  user_name text,
  trace text,
  meta jsonb,
  status smallint,
  result text not null check (result in ('ok', 'error', 'refused', 'aborted')),
  problem_code text,
  batch boolean,
  service_tier text,
  size text,
  -- Null: nobody said.
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
  -- What the provider itself said it costs.
  provider_cost numeric,
  -- USD, by the prices of the moment it was recorded; null: unknown, which is not free.
  cost numeric,
  cost_from text not null check (cost_from in ('provider', 'table', 'override', 'none')),
  -- True: some of it has no price, or nobody said how much was used.
  unpriced boolean not null,
  duration_ms int,
  first_token_ms int,
  retries smallint,
  streamed boolean not null,
  -- Where several have told of the call: for each field the rank of who did. Null: all of it is from `source`.
  origins text,
  recorded_at timestamptz not null,
  primary key (project_id, cost_day, identity)
) partition by range (cost_day);
-- The newest first, day by day, so that a page of the list touches the partitions that it shows and no other.
create index calls_newest on calls (project_id, cost_day, at, identity);

-- Sums, written in the transaction that writes the calls. '' where a call does not say.
create table call_hours (
  project_id uuid not null,
  hour timestamptz not null,
  task text not null,
  model text not null,
  user_name text not null,
  calls bigint not null,
  ok bigint not null,
  errors bigint not null,
  refused bigint not null,
  aborted bigint not null,
  input_tokens bigint not null,
  cached_input_tokens bigint not null,
  output_tokens bigint not null,
  -- USD of what has a price.
  cost numeric not null,
  unpriced_calls bigint not null,
  duration_ms bigint not null,
  timed_calls bigint not null,
  primary key (project_id, hour, task, model, user_name)
) with (fillfactor = 80);

create table call_days (
  project_id uuid not null,
  cost_day date not null,
  -- 'all' has the one value ''.
  dimension text not null check (dimension in ('all', 'task', 'model', 'intent', 'user')),
  value text not null,
  calls bigint not null,
  ok bigint not null,
  errors bigint not null,
  refused bigint not null,
  aborted bigint not null,
  input_tokens bigint not null,
  cached_input_tokens bigint not null,
  output_tokens bigint not null,
  cost numeric not null,
  unpriced_calls bigint not null,
  duration_ms bigint not null,
  timed_calls bigint not null,
  primary key (project_id, dimension, cost_day, value)
) with (fillfactor = 80);
