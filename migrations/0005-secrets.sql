-- Envelope encryption: each secret has its own data key, wrapped by the master key that key_id names. Both byte strings
-- start with a format version and are bound to the row (id and owner), so neither opens anywhere else.
create table secrets (
  id uuid primary key,
  owner text not null unique,
  key_id text not null,
  wrapped_key bytea not null,
  ciphertext bytea not null,
  created_at timestamptz not null,
  rewrapped_at timestamptz
);
create index secrets_key on secrets (key_id, id);

-- The master key that new secrets are wrapped under. Sealing locks this row in share mode and a rotation updates it first,
-- so no secret can slip in under the old key behind a rotation's back.
create table vault_state (
  single boolean primary key default true check (single),
  key_id text not null,
  since timestamptz not null
);
