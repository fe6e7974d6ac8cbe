-- One outbox for everything that leaves: what was the table of mails now holds Slack messages as well.

-- Where the notices of a team, or of the whole workspace (no team), go beside its people. The address of a Slack webhook is
-- a secret: it is in secrets, owner 'channels:<id>'. Without one, messages are kept here and go nowhere.
create table channels (
  id uuid primary key default gen_random_uuid(),
  team_id uuid references teams,
  kind text not null check (kind in ('slack', 'mail')),
  name text not null check (length(name) between 1 and 100),
  host text,
  last4 text,
  addresses text[] not null default '{}',
  enabled boolean not null default true,
  created_at timestamptz not null,
  check ((host is null) = (last4 is null)),
  check (kind = 'slack' or host is null),
  check (kind = 'mail' or addresses = '{}')
);
create index channels_team on channels (team_id);

-- Hosts that an admin allowed beside Slack's own.
create table webhook_hosts (
  origin text primary key,
  allows_private boolean not null,
  added_at timestamptz not null
);

-- What a notice says, once for all of its recipients.
create table notices (
  key text primary key,
  kind text not null,
  team_id uuid,
  project_id uuid,
  breach_id uuid,
  block_id uuid,
  detected_at timestamptz not null,
  created_at timestamptz not null,
  body jsonb not null
);

alter table mails rename to deliveries;
alter table deliveries rename column to_address to target;
alter table deliveries rename constraint mails_pkey to deliveries_pkey;
alter table deliveries rename constraint mails_state_check to deliveries_state_check;
alter table deliveries alter column text_body drop not null, alter column html_body drop not null;
alter table deliveries
  -- The order in which they were queued: what waits leaves in this order.
  add column seq bigint generated always as identity,
  add column channel text not null default 'mail' check (channel in ('mail', 'slack')),
  -- What fails together and is asked again together: the mail server ('mail') or one Slack channel (its id).
  add column lane text not null default 'mail',
  add column channel_id uuid,
  add column target_name text,
  -- Null: a mail with words of its own, which may hold a one-time link.
  add column notice_key text references notices,
  add column team_id uuid,
  add column project_id uuid,
  add column breach_id uuid,
  add column block_id uuid,
  add column detected_at timestamptz,
  -- Noted before the far side is called. Still there while the message waits: nobody knows how that attempt ended.
  add column attempt_started_at timestamptz,
  add column possibly_twice boolean not null default false,
  add column late boolean not null default false,
  add constraint deliveries_words check (notice_key is not null or (text_body is not null and html_body is not null));
update deliveries set detected_at = created_at, attempt_started_at = case when claimed_until is null then null else created_at end;
alter table deliveries
  alter column channel drop default,
  alter column lane drop default,
  alter column detected_at set not null,
  drop column claimed_until,
  add constraint deliveries_once unique (notice_key, channel, target);
drop index mails_waiting;
create index deliveries_waiting on deliveries (lane, seq) where state = 'waiting';
alter index mails_newest rename to deliveries_newest;
create index deliveries_team on deliveries (team_id, created_at desc, id desc);
create index deliveries_breach on deliveries (breach_id) where breach_id is not null;
create index deliveries_block on deliveries (block_id) where block_id is not null;

-- One process at a time works on a lane, so that its messages leave in order; a lane that fails holds up no other.
create table delivery_lanes (
  lane text primary key,
  claimed_by uuid,
  claimed_until timestamptz,
  retry_at timestamptz,
  failures integer not null default 0,
  problem text,
  problem_since timestamptz,
  last_ok_at timestamptz,
  last_tried_at timestamptz,
  check ((problem is null) = (problem_since is null))
);

-- What the home page says about channels that fail.
create constraint trigger report_version after insert or update or delete on channels
  deferrable initially deferred for each row execute function derived.raise_report_version();
create constraint trigger report_version_new after insert on delivery_lanes
  deferrable initially deferred for each row when (new.problem is not null)
  execute function derived.raise_report_version();
create constraint trigger report_version after update of problem on delivery_lanes
  deferrable initially deferred for each row when (old.problem is distinct from new.problem)
  execute function derived.raise_report_version();
create constraint trigger report_version after update of state on deliveries
  deferrable initially deferred for each row when (new.notice_key is not null and new.state = 'failed')
  execute function derived.raise_report_version();
