import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'
import { only } from './teams.ts'

export type BindingRow = {
  id: string
  project_id: string
  organization_id: string
  external_id: string
  external_name: string | null
  external_archived: boolean
  from_at: Date
  from_beginning: boolean
  to_at: Date | null
}

const columns = sql`select b.id, b.project_id, b.organization_id, b.external_id, o.name as external_name,
  o.archived as external_archived, b.from_at, b.from_day = '-infinity' as from_beginning, b.to_at
  from bindings b join organization_projects o using (organization_id, external_id)`

/** Present ones first, then the newest of the past. */
export async function bindingsOfProject(db: Db, projectId: string): Promise<BindingRow[]> {
  const { rows } = await sql<BindingRow>`
    ${columns} where b.project_id = ${projectId} order by b.to_at is not null, b.from_at desc, b.seq desc`.execute(db)
  return rows
}

export async function findBinding(db: Db, id: string): Promise<BindingRow | null> {
  const { rows } = await sql<BindingRow>`${columns} where b.id = ${id}`.execute(db)
  return rows[0] ?? null
}

export type HolderRow = { external_id: string; project_id: string; project_name: string; team_id: string }

export async function holdersOf(db: Db, externalIds: readonly string[]): Promise<ReadonlyMap<string, HolderRow>> {
  const { rows } = await sql<HolderRow>`
    select b.external_id, b.project_id, p.name as project_name, p.team_id
    from bindings b join projects p on p.id = b.project_id
    where b.to_at is null and b.external_id = any(${externalIds}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.external_id, row]))
}

/** From here until the end of the transaction nobody else binds or ends these ids. Sorted, so that two requests cannot wait for each other. */
export async function lockExternalIds(tx: Tx, externalIds: readonly string[]): Promise<void> {
  for (const id of [...externalIds].sort()) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`binding ${id}`}, 0))`.execute(tx)
  }
}

export type NewBinding = {
  projectId: string
  organizationId: string
  externalId: string
  at: Date
  personId: string | null
}

/** The first holder ever also gets all earlier days. Never starts before its predecessor ended, whatever the clock says. */
export async function insertBinding(tx: Tx, binding: NewBinding): Promise<{ from_beginning: boolean }> {
  const { rows } = await sql<{ from_beginning: boolean }>`
    insert into bindings (project_id, organization_id, external_id, from_at, from_day, created_by)
    select ${binding.projectId}, o.organization_id, o.external_id, start.at,
      case when start.is_first then date '-infinity' else (start.at at time zone 'UTC')::date end, ${binding.personId}
    from organization_projects o,
      (select greatest(${binding.at}::timestamptz, max(from_at), max(to_at)) as at, count(*) = 0 as is_first
        from bindings where external_id = ${binding.externalId}) start
    where o.external_id = ${binding.externalId}
    returning from_day = '-infinity' as from_beginning`.execute(tx)
  return only(rows)
}

export async function endBinding(tx: Tx, id: string, at: Date, personId: string | null): Promise<void> {
  await sql`update bindings set to_at = greatest(from_at, ${at}::timestamptz), ended_by = ${personId}
    where id = ${id} and to_at is null`.execute(tx)
}

/** By organization: all ids that the project holds or ever held. */
export async function everHeldBy(
  db: Db,
  projectId: string,
): Promise<{ organizationId: string; externalIds: string[] }[]> {
  const { rows } = await sql<{ organizationId: string; externalIds: string[] }>`
    select organization_id as "organizationId", array_agg(distinct external_id) as "externalIds"
    from bindings where project_id = ${projectId} group by organization_id`.execute(db)
  return rows
}
