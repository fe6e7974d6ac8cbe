-- The processes that answer /openai/v1, and which version of what they must know each has taken. seen_at is by the
-- database's clock. In the schema of what is no data: a backup leaves it out.
create table derived.gateway_processes (
  id uuid primary key,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  version bigint not null
);

-- Processes that are gone take no decision: whoever looks counts the living ones only.
create index gateway_processes_seen on derived.gateway_processes (seen_at);

-- A block is in force at the gateway once each living process of it knows. target: 'gateway'.
alter table block_steps drop constraint block_steps_kind_check;
alter table block_steps add constraint block_steps_kind_check
  check (kind in ('gateway', 'spend-limit', 'rate-limits', 'admin-key'));
