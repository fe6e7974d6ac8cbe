-- Who pays (teams, projects), which outside scopes a project owns and since when (bindings), and the keys that read their costs.

create table teams (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 100),
  created_at timestamptz not null,
  archived_at timestamptz
);
create unique index teams_live_name on teams (lower(name)) where archived_at is null;

create table team_members (
  team_id uuid not null references teams,
  person_id text not null,
  role text not null check (role in ('lead', 'member')),
  added_at timestamptz not null,
  primary key (team_id, person_id)
);
create index team_members_person on team_members (person_id);

-- team_id is the team that pays now; project_teams keeps who paid on which day.
create table projects (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references teams,
  name text not null check (length(name) between 1 and 120),
  created_at timestamptz not null,
  archived_at timestamptz
);
create unique index projects_live_name on projects (team_id, lower(name)) where archived_at is null;

-- One row per stay of a project in a team. The first stay reaches back to '-infinity', so that costs which came before the
-- project was created (a first binding covers all earlier days) have a team as well.
create table project_teams (
  seq bigint generated always as identity primary key,
  project_id uuid not null references projects,
  team_id uuid not null references teams,
  from_at timestamptz not null,
  from_day date not null check (from_day = '-infinity' or from_day = (from_at at time zone 'UTC')::date)
);
create unique index project_teams_first on project_teams (project_id) where from_day = '-infinity';
create index project_teams_project on project_teams (project_id, from_at, seq);

-- Days of a project by team: a move takes effect from the cost day (UTC) on which it is made; of several moves on one day
-- the last one wins. Ranges of one project never overlap and leave no gap; to_day is exclusive, null means "still".
create view project_team_days as
select project_id, team_id, from_day, to_day
from (
  select project_id, team_id, from_day,
    lead(from_day) over (partition by project_id order by from_at, seq) as to_day
  from project_teams
) stays
where to_day is null or from_day < to_day;

-- An account at a provider whose costs are read. Keys of one organization share its row, in whichever team they are:
-- that is what keeps a cost from being counted twice. external_id is what the provider calls it, where it tells.
create table organizations (
  id uuid primary key default gen_random_uuid(),
  provider text not null check (provider in ('openai')),
  external_id text,
  created_at timestamptz not null,
  -- Turned out to be another row's organization: nothing may be booked on it any more.
  joined_into uuid
);
create unique index organizations_external on organizations (provider, external_id) where external_id is not null;

-- The projects that were seen inside an organization: how an organization is recognised.
create table organization_projects (
  organization_id uuid not null references organizations,
  external_id text not null unique,
  name text,
  archived boolean not null default false,
  created_at timestamptz,
  seen_at timestamptz not null,
  primary key (organization_id, external_id)
);

-- The key itself is in secrets, owner 'admin_keys:<id>'.
create table admin_keys (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references teams,
  organization_id uuid not null references organizations,
  last4 text not null check (length(last4) = 4),
  fingerprint bytea not null unique,
  base_url text,
  state text not null check (state in ('active', 'inactive', 'broken')),
  write_access text not null check (write_access in ('yes', 'no', 'unknown')),
  problem_code text,
  problem_since timestamptz,
  told_at timestamptz,
  created_at timestamptz not null,
  checked_at timestamptz,
  collected_at timestamptz,
  check ((problem_code is null) = (problem_since is null)),
  check (state <> 'broken' or problem_code is not null)
);
create index admin_keys_team on admin_keys (team_id);
create index admin_keys_organization on admin_keys (organization_id);

create table bindings (
  id uuid primary key default gen_random_uuid(),
  seq bigint generated always as identity unique,
  project_id uuid not null references projects,
  organization_id uuid not null,
  external_id text not null,
  from_at timestamptz not null,
  to_at timestamptz check (to_at >= from_at),
  from_day date not null check (from_day = '-infinity' or from_day = (from_at at time zone 'UTC')::date),
  created_by text,
  ended_by text,
  foreign key (organization_id, external_id) references organization_projects on update cascade
);
create unique index bindings_held on bindings (external_id) where to_at is null;
create unique index bindings_first on bindings (external_id) where from_day = '-infinity';
create index bindings_external on bindings (organization_id, external_id, from_at, seq);
create index bindings_project on bindings (project_id);

-- Whose a cost is: join on organization, external id and from_day <= day and (to_day is null or day < to_day).
-- A binding covers whole cost days (UTC). The first one ever of an external id reaches back to '-infinity', since nobody
-- held it before; a later one starts with the day on which it was made. A day belongs to the binding that was the last to
-- hold the id during it: an ended binding keeps the day it ended on, unless another took over that day. Days between two
-- bindings belong to nobody. Ranges of one external id never overlap; to_day is exclusive, null means "still".
create view attribution as
select organization_id, external_id, project_id, from_day, to_day
from (
  select organization_id, external_id, project_id, from_day,
    least(
      (to_at at time zone 'UTC')::date + 1,
      lead(from_day) over (partition by organization_id, external_id order by from_at, seq)
    ) as to_day
  from bindings
) holdings
where to_day is null or from_day < to_day;
