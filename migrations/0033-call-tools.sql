-- Of a call: the hosted tools that were called with it, which are paid beside tokens, and whether its counters are what was
-- told or what was seen to pass before somebody left.
alter table calls
  add column tools jsonb,
  add column estimated boolean not null default false;
