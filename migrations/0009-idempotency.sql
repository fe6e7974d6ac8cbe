-- Answers to writes that carried an Idempotency-Key, kept for a day so that a repeated request is not carried out twice.
create table idempotency_keys (
  owner text not null,
  key text not null,
  fingerprint text not null,
  created_at timestamptz not null,
  -- Null while the first request is still being carried out, or where the answer holds a secret and is not kept.
  status int,
  body text,
  is_done boolean not null default false,
  primary key (owner, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
