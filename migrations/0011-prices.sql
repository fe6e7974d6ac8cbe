-- Prices that an admin entered: for a model that the kept table does not know, or in place of one that it has wrong.
-- Rows are never changed but for their removal: an estimate can be explained by the price it was made with.
create table price_overrides (
  id uuid primary key default gen_random_uuid(),
  -- In small letters; a name of a model, or of a tool of the kept table.
  model text not null check (model = lower(model)),
  part text not null,
  tier text not null check (tier in ('standard', 'batch', 'flex', 'priority')),
  -- USD per unit of the part, e.g. per million tokens.
  price numeric not null check (price >= 0),
  valid_from date not null,
  reason text,
  created_at timestamptz not null,
  created_by uuid,
  created_by_name text not null,
  removed_at timestamptz,
  removed_by_name text,
  check ((removed_at is null) = (removed_by_name is null))
);
create unique index price_overrides_live on price_overrides (model, part, tier, valid_from) where removed_at is null;

create constraint trigger report_version after insert or update or delete on price_overrides
  deferrable initially deferred for each row execute function derived.raise_report_version();

-- Tells every process whether the prices that it has read still hold. A random value and no count: a count that was rolled
-- back would come again, with other prices behind it.
create table derived.price_revision (
  only_row boolean primary key default true check (only_row),
  revision uuid not null
);
insert into derived.price_revision (revision) values (gen_random_uuid());

create function derived.renew_price_revision() returns trigger language plpgsql as $$
begin
  update derived.price_revision set revision = gen_random_uuid();
  return null;
end $$;
create trigger price_revision after insert or update or delete on price_overrides
  for each statement execute function derived.renew_price_revision();
