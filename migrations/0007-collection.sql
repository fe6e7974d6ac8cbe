-- One reading of a window of cost days of one organization, resumable where it stopped.
create table collections (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references organizations (id),
  admin_key_id uuid not null references admin_keys (id),
  from_day date not null,
  to_day date not null,
  -- Newest days are read first: everything after this day is done.
  remaining_to date,
  backfill boolean not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  days_done int not null default 0,
  changed_lines int not null default 0,
  cost jsonb not null default '{}',
  -- Failures in a row that may pass by themselves; after too many the collection fails.
  attempts int not null default 0,
  waiting_until timestamptz,
  problem_code text,
  requested_by text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  -- Only the holder of the lease works on it. Compared with the database's clock only.
  lease_owner text,
  lease_until timestamptz
);
create index collections_recent on collections (created_at desc, id desc);
create unique index collections_open on collections (organization_id, from_day, to_day)
  where state in ('waiting', 'running');
