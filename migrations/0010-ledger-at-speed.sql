-- A backfill writes millions of lines, and each was checked twice against tables that only grow: scopes and line items get
-- their numbers in the transaction that writes the lines, under the ledger's lock, and nothing ever deletes one. The two
-- checks cost as much as the writing itself.
alter table billed_lines drop constraint billed_lines_scope_id_fkey;
alter table billed_lines drop constraint billed_lines_line_item_id_fkey;

-- The pages read all teams of some days; without this they read all days of all teams.
create index team_days_by_day on team_days (cost_day);

-- One number that moves with every commit that may change what a report says, so that an answer can be kept for as long as
-- it is true. It is raised as the last act of a transaction: held any longer, its row would make writers wait for each
-- other, and in another order than the ledger's lock. In a schema of its own, since it is no data: a backup leaves it out.
create schema derived;
create table derived.report_version (
  only_row boolean primary key default true check (only_row),
  version bigint not null,
  raised_in xid8 not null
);
insert into derived.report_version (version, raised_in) values (1, '0');

create function derived.raise_report_version() returns trigger language plpgsql as $$
begin
  update derived.report_version set version = version + 1, raised_in = pg_current_xact_id()
  where raised_in <> pg_current_xact_id();
  return null;
end $$;

-- Every reading writes its days, and every other table of sums changes only together with one of these.
create constraint trigger report_version after insert or update or delete on billed_days
  deferrable initially deferred for each row execute function derived.raise_report_version();
create constraint trigger report_version after insert or update of state, problem_code, admin_key_id or delete on collections
  deferrable initially deferred for each row execute function derived.raise_report_version();
create constraint trigger report_version after insert or update or delete on admin_keys
  deferrable initially deferred for each row execute function derived.raise_report_version();
create constraint trigger report_version after insert or update or delete on organizations
  deferrable initially deferred for each row execute function derived.raise_report_version();
create constraint trigger report_version after insert or update or delete on teams
  deferrable initially deferred for each row execute function derived.raise_report_version();
create constraint trigger report_version after insert or update or delete on projects
  deferrable initially deferred for each row execute function derived.raise_report_version();
create constraint trigger report_version after insert or update or delete on project_teams
  deferrable initially deferred for each row execute function derived.raise_report_version();
create constraint trigger report_version after insert or update or delete on bindings
  deferrable initially deferred for each row execute function derived.raise_report_version();
