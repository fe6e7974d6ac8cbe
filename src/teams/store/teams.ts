import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'

export type TeamRow = {
  id: string
  name: string
  created_at: Date
  archived_at: Date | null
  project_count: number
  member_count: number
}

const columns = sql`t.id, t.name, t.created_at, t.archived_at,
  (select count(*) from projects p where p.team_id = t.id and p.archived_at is null) as project_count,
  (select count(*) from team_members m where m.team_id = t.id) as member_count`

/** `visible` null: all teams. */
export async function listTeams(db: Db, visible: readonly string[] | null, archived: boolean): Promise<TeamRow[]> {
  const mine = visible === null ? sql`true` : sql`t.id = any(${visible}::uuid[])`
  const { rows } = await sql<TeamRow>`
    select ${columns} from teams t
    where (t.archived_at is not null) = ${archived} and ${mine} order by lower(t.name), t.id`.execute(db)
  return rows
}

export async function findTeam(db: Db, id: string): Promise<TeamRow | null> {
  const { rows } = await sql<TeamRow>`select ${columns} from teams t where t.id = ${id}`.execute(db)
  return rows[0] ?? null
}

/** Serialises what depends on the team being live or empty. */
export async function lockTeam(tx: Tx, id: string): Promise<void> {
  await sql`select 1 from teams where id = ${id} for no key update`.execute(tx)
}

export async function insertTeam(tx: Tx, name: string, at: Date): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into teams (name, created_at) values (${name}, ${at}) returning id`.execute(tx)
  return only(rows).id
}

export async function renameTeam(tx: Tx, id: string, name: string): Promise<void> {
  await sql`update teams set name = ${name} where id = ${id}`.execute(tx)
}

export async function setTeamArchived(tx: Tx, id: string, at: Date | null): Promise<void> {
  await sql`update teams set archived_at = ${at} where id = ${id}`.execute(tx)
}

export async function teamNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from teams where id::text = any(${ids}::text[])`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows
  if (row === undefined) throw new Error('a row was expected')
  return row
}
