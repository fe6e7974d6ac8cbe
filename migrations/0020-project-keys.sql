-- What programs call with: keys of one project each, and the project's own OpenAI key that the gateway calls on with.

-- The secret is shown once; 32 random bytes need no slow hash (SHA-256 of the whole text).
create table project_keys (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references projects,
  name text not null check (length(name) between 1 and 100),
  hash bytea not null unique check (length(hash) = 32),
  last_four text not null check (length(last_four) = 4),
  created_at timestamptz not null,
  created_by text,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
create index project_keys_project on project_keys (project_id, created_at desc);

-- The key itself is in secrets, owner 'project_provider_keys:<project_id>'. base_url null: the workspace's own.
create table project_provider_keys (
  project_id uuid primary key references projects,
  last_four text not null check (length(last_four) = 4),
  base_url text,
  set_at timestamptz not null,
  set_by text
);

-- Moves with every commit that may change whom a gateway lets through; its processes ask for it several times a second.
-- The row is locked as the last act of a transaction, and always after the one of the reports, so that two transactions
-- that move both never wait for each other in a ring.
create table derived.gateway_version (
  only_row boolean primary key default true check (only_row),
  version bigint not null,
  raised_in xid8 not null
);
insert into derived.gateway_version (version, raised_in) values (1, '0');

create function derived.raise_gateway_version() returns trigger language plpgsql as $$
begin
  update derived.report_version set version = version + 1, raised_in = pg_current_xact_id()
  where raised_in <> pg_current_xact_id();
  update derived.gateway_version set version = version + 1, raised_in = pg_current_xact_id()
  where raised_in <> pg_current_xact_id();
  return null;
end $$;

create constraint trigger gateway_version
  after insert or update of project_id, hash, expires_at, revoked_at or delete on project_keys
  deferrable initially deferred for each row execute function derived.raise_gateway_version();
create constraint trigger gateway_version after insert or update or delete on project_provider_keys
  deferrable initially deferred for each row execute function derived.raise_gateway_version();
create constraint trigger gateway_version after insert or update of state, grade, project_id, team_id or delete on blocks
  deferrable initially deferred for each row execute function derived.raise_gateway_version();
create constraint trigger gateway_version
  after insert or update of limit_usd, levels, on_no_data, paused_until, removed_at or delete on thresholds
  deferrable initially deferred for each row execute function derived.raise_gateway_version();
create constraint trigger gateway_version after insert or update or delete on threshold_raises
  deferrable initially deferred for each row execute function derived.raise_gateway_version();
create constraint trigger gateway_version after insert or update of name, team_id, archived_at or delete on projects
  deferrable initially deferred for each row execute function derived.raise_gateway_version();
create constraint trigger gateway_version after insert or update of name, archived_at or delete on teams
  deferrable initially deferred for each row execute function derived.raise_gateway_version();
