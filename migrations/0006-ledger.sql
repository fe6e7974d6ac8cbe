-- What the provider's bill says, line by line, and the sums that the pages read.

-- A scope is what a bill is split by: one project of one organization, or (external_id null) what is nobody's.
create table cost_scopes (
  id int generated always as identity primary key,
  organization_id uuid not null references organizations (id),
  external_id text,
  unique nulls not distinct (organization_id, external_id)
);

-- Line items are free text of the provider; null where the bill names none.
create table cost_line_items (
  id int generated always as identity primary key,
  name text unique nulls not distinct
);

create table billed_lines (
  scope_id int not null references cost_scopes (id),
  cost_day date not null,
  line_item_id int not null references cost_line_items (id),
  currency text not null,
  amount numeric not null,
  quantity numeric,
  -- With the amount in it, a page reads a project's lines from the index alone, in the order in which they lie there.
  primary key (scope_id, cost_day, line_item_id, currency) include (amount)
);

-- The trace of a bill that changed after it had been read; previous is null for a line that was not there before.
create table billed_changes (
  id bigint generated always as identity primary key,
  scope_id int not null references cost_scopes (id),
  cost_day date not null,
  line_item_id int not null references cost_line_items (id),
  currency text not null,
  previous numeric,
  amount numeric not null,
  changed_at timestamptz not null
);
create index billed_changes_scope on billed_changes (scope_id, changed_at desc);

-- One row per organization and day that has been read at least once. A day without a row is unknown, not zero.
create table billed_days (
  organization_id uuid not null references organizations (id),
  cost_day date not null,
  first_read_at timestamptz not null,
  last_read_at timestamptz not null,
  last_changed_at timestamptz,
  settled boolean not null,
  -- A reading that came back empty although costs were known: it is not believed, and shown.
  doubted_at timestamptz,
  primary key (organization_id, cost_day)
);
create index billed_days_day on billed_days (cost_day);

-- Sums, written in the transaction that changes what they sum.
create table scope_days (
  scope_id int not null references cost_scopes (id),
  cost_day date not null,
  currency text not null,
  amount numeric not null,
  primary key (scope_id, cost_day, currency)
);
create index scope_days_by_day on scope_days (cost_day);
create table project_days (
  project_id uuid not null references projects (id),
  cost_day date not null,
  currency text not null,
  team_id uuid not null references teams (id),
  amount numeric not null,
  primary key (project_id, cost_day, currency)
);
create index project_days_by_day on project_days (cost_day, currency) include (project_id, team_id, amount);
create table team_days (
  team_id uuid not null references teams (id),
  cost_day date not null,
  currency text not null,
  amount numeric not null,
  primary key (team_id, cost_day, currency)
);
-- The whole workspace; what it holds beyond the teams of a day is unattributed.
create table workspace_days (
  cost_day date not null,
  currency text not null,
  amount numeric not null,
  primary key (cost_day, currency)
);
