-- The one row exists once the first admin has been created.
create table workspace (
  only_row boolean primary key default true check (only_row),
  name text not null,
  time_zone text not null,
  created_at timestamptz not null
);

-- The hash of the code that was printed last; gone once somebody has used it.
create table setup_codes (
  only_row boolean primary key default true check (only_row),
  code_hash text not null,
  created_at timestamptz not null
);

-- people, sessions, accounts and verifications have the columns that the sign-in library expects, under plain names.
create table people (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  role text not null default 'member' check (role in ('admin', 'member')),
  disabled_at timestamptz,
  last_seen_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index people_admins on people (id) where role = 'admin' and disabled_at is null;

create table sessions (
  id text primary key,
  token text not null unique,
  person_id text not null references people (id) on delete cascade,
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index sessions_person on sessions (person_id);
create index sessions_expiry on sessions (expires_at);

-- One row per way to sign in: a password now (provider_id 'credential'), a company's identity provider later.
create table accounts (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  person_id text not null references people (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index accounts_person on accounts (person_id);

create table verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verifications_identifier on verifications (identifier);

create table personal_tokens (
  id uuid primary key default gen_random_uuid(),
  person_id text not null references people (id) on delete cascade,
  name text not null,
  token_hash text not null unique,
  last4 text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index personal_tokens_person on personal_tokens (person_id);

create table invitations (
  id uuid primary key default gen_random_uuid(),
  token_hash text not null unique,
  email text not null,
  role text not null check (role in ('admin', 'member')),
  invited_by_id text not null references people (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz
);
create index invitations_email on invitations (email);

-- team_id refers to a table that comes later in the order of the parts, hence no foreign key.
create table invitation_teams (
  invitation_id uuid not null references invitations (id) on delete cascade,
  team_id uuid not null,
  role text not null check (role in ('lead', 'member')),
  primary key (invitation_id, team_id)
);

-- person_id is null for an address that nobody has: the same work is done, so that the answer takes the same time.
create table password_resets (
  id uuid primary key default gen_random_uuid(),
  token_hash text not null unique,
  person_id text references people (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index password_resets_person on password_resets (person_id);

-- Attempts per account and per address, shared by all processes. Keys are hashes: no list of tried addresses is kept.
create table throttles (
  key text primary key,
  attempts integer not null,
  started_at timestamptz not null,
  blocked_until timestamptz
);
