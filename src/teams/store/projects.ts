import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'
import { only } from './teams.ts'

export type ProjectRow = {
  id: string
  name: string
  team_id: string
  team_name: string
  created_at: Date
  archived_at: Date | null
}

const columns = sql`select p.id, p.name, p.team_id, t.name as team_name, p.created_at, p.archived_at
  from projects p join teams t on t.id = p.team_id`

export async function findProject(db: Db, id: string): Promise<ProjectRow | null> {
  const { rows } = await sql<ProjectRow>`${columns} where p.id = ${id}`.execute(db)
  return rows[0] ?? null
}

export async function lockProject(tx: Tx, id: string): Promise<ProjectRow | null> {
  const { rows } = await sql<ProjectRow>`${columns} where p.id = ${id} for no key update of p`.execute(tx)
  return rows[0] ?? null
}

/** Also opens its first stay in a team, which reaches back to the beginning. */
export async function insertProject(tx: Tx, project: { teamId: string; name: string; at: Date }): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into projects (team_id, name, created_at) values (${project.teamId}, ${project.name}, ${project.at})
    returning id`.execute(tx)
  const { id } = only(rows)
  await sql`insert into project_teams (project_id, team_id, from_at, from_day)
    values (${id}, ${project.teamId}, ${project.at}, '-infinity')`.execute(tx)
  return id
}

export async function renameProject(tx: Tx, id: string, name: string): Promise<void> {
  await sql`update projects set name = ${name} where id = ${id}`.execute(tx)
}

export async function setProjectArchived(tx: Tx, id: string, at: Date | null): Promise<void> {
  await sql`update projects set archived_at = ${at} where id = ${id}`.execute(tx)
}

/** Never before the last move, whatever the clocks of two processes say: the view orders by it. */
export async function moveProject(tx: Tx, id: string, stay: { teamId: string; at: Date }): Promise<void> {
  await sql`insert into project_teams (project_id, team_id, from_at, from_day)
    select ${id}, ${stay.teamId}, at, (at at time zone 'UTC')::date
    from (select greatest(${stay.at}::timestamptz, max(from_at)) as at from project_teams where project_id = ${id}) last
  `.execute(tx)
  await sql`update projects set team_id = ${stay.teamId} where id = ${id}`.execute(tx)
}

export async function liveNames(tx: Tx, teamId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from projects where team_id = ${teamId} and archived_at is null`.execute(tx)
  return rows.map(({ name }) => name)
}
