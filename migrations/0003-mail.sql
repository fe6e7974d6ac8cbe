-- Mail is written in the transaction that causes it and delivered afterwards.
create table mails (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  to_address text not null,
  subject text not null,
  text_body text not null,
  html_body text not null,
  state text not null check (state in ('waiting', 'sent', 'failed', 'stored')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  -- Until then one process is busy with it; afterwards that process is taken for dead.
  claimed_until timestamptz,
  created_at timestamptz not null,
  sent_at timestamptz,
  problem text
);
create index mails_waiting on mails (next_attempt_at) where state = 'waiting';
create index mails_newest on mails (created_at desc, id desc);
