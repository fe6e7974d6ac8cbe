-- Stopping a project or a team at the provider, the proof that it worked, and everything needed to undo exactly that.

-- A block is an intent first: this row, in the transaction of whoever decided it. project_id null: the whole team.
create table blocks (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references teams,
  project_id uuid references projects,
  grade text not null check (grade in ('slow', 'stop')),
  origin text not null check (origin in ('person', 'threshold')),
  breach_id uuid,
  -- The crossing that caused it, as it was then: limit, spend, percent, period.
  crossing jsonb,
  reason text not null,
  requested_by text,
  requested_by_name text not null,
  until_kind text not null check (until_kind in ('approval', 'next-cost-day', 'instant')),
  until_at timestamptz,
  -- Team blocks only: the team's Admin keys are set aside in the product once everything else is done.
  sets_keys_aside boolean not null default false,
  state text not null check (state in ('open', 'releasing', 'released')),
  created_at timestamptz not null,
  -- The first layer at the provider was in force; everything that could be done was done.
  bites_at timestamptz,
  applied_at timestamptz,
  release_reason text,
  released_by text,
  released_by_name text,
  release_decided_at timestamptz,
  released_at timestamptz,
  proof text not null default 'pending' check (proof in ('pending', 'confirmed', 'violated')),
  proof_at timestamptz,
  last_call_at timestamptz,
  calls_after bigint,
  calling_models text[] not null default '{}',
  -- Alarmed once per episode of calls after the block.
  violations int not null default 0,
  check ((until_kind = 'approval') = (until_at is null)),
  check (not sets_keys_aside or project_id is null)
);
create unique index blocks_open_project on blocks (project_id) where state = 'open' and project_id is not null;
create unique index blocks_open_team on blocks (team_id) where state = 'open' and project_id is null;
create index blocks_unfinished on blocks (created_at) where state <> 'released';
create index blocks_project on blocks (project_id, created_at desc);
create index blocks_team on blocks (team_id, created_at desc);

-- What a block does, one row per target and layer, and how far it is. Which targets a block covers only grows: a Project ID
-- that is bound while the block stands is added, one whose binding ends stays until the release.
create table block_steps (
  block_id uuid not null references blocks,
  kind text not null check (kind in ('spend-limit', 'rate-limits', 'admin-key')),
  -- The Project ID at the provider, or the id of an Admin key.
  target text not null,
  project_id uuid,
  direction text not null default 'apply' check (direction in ('apply', 'restore')),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'refused', 'failed')),
  done int not null default 0,
  total int not null default 0,
  problem_code text,
  problem_detail text,
  -- What people should know: rows that cannot be changed, values that were clamped or left alone.
  notes jsonb not null default '[]',
  started_at timestamptz,
  finished_at timestamptz,
  primary key (block_id, kind, target)
);
create index block_steps_target on block_steps (target);

-- One row per project at the provider that is, or was, held; its Project ID is unique over all organizations. Whoever works
-- on it holds the lease, by the database's clock. version rises with every decision that concerns it, handled follows once the provider is as decided.
create table limit_targets (
  external_id text primary key,
  version int not null default 1,
  handled int not null default 0,
  lease_owner uuid,
  lease_until timestamptz,
  attempts int not null default 0,
  next_attempt_at timestamptz,
  checked_at timestamptz,
  problem_code text,
  -- A limit of ours was undone by somebody; told once until it has held for a while.
  undone_at timestamptz
);

-- What a limit was before we first changed it, written before that, and every value of ours since. Shared by all blocks
-- that overlap on a target. A zero is no original: it is what a block of ours, or somebody's, left behind.
create table limit_holds (
  id bigint generated always as identity primary key,
  external_id text not null,
  -- 'spend-limit', or the id of a rate limit row.
  item text not null,
  field text not null,
  model text,
  -- Null: there was no spend limit.
  original bigint check (original > 0),
  written bigint[] not null default '{}',
  -- For a spend limit, which opens again every month: the month its last value was chosen for.
  month date,
  -- How often it was found undone and written again.
  rewrites int not null default 0,
  -- Why the provider does not let us change it; then it never was changed.
  refusal text,
  opened_at timestamptz not null,
  confirmed_at timestamptz,
  outcome text check (outcome in ('restored', 'clamped', 'left', 'gone', 'untouched')),
  final bigint,
  closed_at timestamptz,
  check ((outcome is null) = (closed_at is null)),
  check (item = 'spend-limit' or original is not null)
);
create unique index limit_holds_open on limit_holds (external_id, item, field) where closed_at is null;
create index limit_holds_target on limit_holds (external_id, closed_at desc);

create table release_requests (
  id uuid primary key default gen_random_uuid(),
  block_id uuid not null references blocks,
  asked_by text,
  asked_by_name text not null,
  reason text not null,
  asked_at timestamptz not null,
  decision text check (decision in ('approved', 'refused')),
  decided_by text,
  decided_by_name text,
  decision_reason text,
  decided_at timestamptz,
  check ((decision is null) = (decided_at is null))
);
create unique index release_requests_open on release_requests (block_id) where decision is null;

-- How the limits of a bound project stood, one row per difference; last_seen_at moves while nothing changes.
create table limit_snapshots (
  id bigint generated always as identity primary key,
  external_id text not null,
  taken_at timestamptz not null,
  last_seen_at timestamptz not null,
  spend_limit_cents bigint,
  rate_limits jsonb not null,
  api_keys jsonb
);
create index limit_snapshots_target on limit_snapshots (external_id, taken_at desc);

-- What somebody changed at the provider between two snapshots. What we wrote ourselves is not among it.
create table limit_changes (
  id uuid primary key default gen_random_uuid(),
  external_id text not null,
  item text not null,
  field text not null,
  label text not null,
  before text,
  after text,
  not_before timestamptz not null,
  seen_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by_name text
);
create index limit_changes_target on limit_changes (external_id, seen_at desc);
create index limit_changes_open on limit_changes (seen_at desc) where acknowledged_at is null;

create constraint trigger report_version after insert or update or delete on blocks
  deferrable initially deferred for each row execute function derived.raise_report_version();
create constraint trigger report_version after insert or update or delete on release_requests
  deferrable initially deferred for each row execute function derived.raise_report_version();
create constraint trigger report_version after insert or update or delete on limit_changes
  deferrable initially deferred for each row execute function derived.raise_report_version();
