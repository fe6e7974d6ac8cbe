-- Who did what to cost or access, and why. Rows are only ever added.
create table actions (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null,
  kind text not null,
  actor_id text,
  actor_name text not null,
  actor_via text not null,
  team_id uuid,
  project_id uuid,
  subject text not null,
  reason text,
  before jsonb,
  after jsonb
);
create index actions_at on actions (at desc, id desc);
create index actions_team on actions (team_id, at desc, id desc);
create index actions_project on actions (project_id, at desc, id desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% rows are only ever added', tg_table_name;
end $$;
create trigger actions_append_only before update or delete on actions
  for each row execute function refuse_change();
