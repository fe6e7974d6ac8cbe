-- A call that ended without telling what it used: the most that it can have cost stays reserved until usage has had the time
-- to tell of it. Nobody renews it, and it is no call under way.
alter table derived.reservations add column held boolean not null default false;
