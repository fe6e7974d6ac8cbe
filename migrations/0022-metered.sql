-- What calls that came through us cost, the third reading: it is there at once, where usage takes minutes and a bill hours.

-- Of the minutes after what usage is read up to. Kept for three days, and longer where usage is read no more.
create table metered_minutes (
  project_id uuid not null,
  minute timestamptz not null,
  kind text not null,
  calls bigint not null,
  -- USD of what has a price.
  cost numeric not null,
  unpriced bigint not null,
  primary key (project_id, minute, kind)
) with (fillfactor = 80);
create index metered_minutes_minute on metered_minutes (minute);

-- Kept for good.
create table metered_days (
  project_id uuid not null references projects,
  cost_day date not null,
  kind text not null,
  calls bigint not null,
  cost numeric not null,
  unpriced bigint not null,
  primary key (project_id, cost_day, kind)
) with (fillfactor = 80);

-- metered: all of the day's calls; null: none came through us. ahead: what of the amount is there only because of them.
alter table project_days add column metered numeric, add column ahead numeric not null default 0;
