-- The processes that answer /openai/v1, and which version of what they must know each has taken. seen_at is by the
-- database's clock. In the schema of what is no data: a backup leaves it out.
create table derived.gateway_processes (
  id uuid primary key,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  version bigint not null
);
