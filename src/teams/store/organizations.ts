import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { OutsideProject } from '../ports.ts'
import { only } from './teams.ts'

/** Two registrations at once must not make two rows of one organization. */
export async function lockOrganizations(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('finops organizations', 0))`.execute(tx)
}

export async function organizationsKnowing(db: Db, externalIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ organization_id: string }>`
    select organization_id from organization_projects where external_id = any(${externalIds}::text[])
    group by organization_id order by count(*) desc, organization_id`.execute(db)
  return rows.map((row) => row.organization_id)
}

export type OrganizationRow = { id: string; external_id: string | null; known_projects: number }

const columns = sql`select o.id, o.external_id,
  (select count(*) from organization_projects p where p.organization_id = o.id) as known_projects
  from organizations o`

export async function findOrganization(db: Db, id: string): Promise<OrganizationRow | null> {
  const { rows } = await sql<OrganizationRow>`${columns} where o.id = ${id}`.execute(db)
  return rows[0] ?? null
}

export async function findOrganizationCalled(db: Db, externalId: string): Promise<OrganizationRow | null> {
  const { rows } = await sql<OrganizationRow>`
    ${columns} where o.provider = 'openai' and o.external_id = ${externalId}`.execute(db)
  return rows[0] ?? null
}

/** An organization that another one already is called like stays without the name. */
export async function insertOrganization(tx: Tx, externalId: string | null, at: Date): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into organizations (provider, external_id, created_at)
    select 'openai', case when exists (select 1 from organizations where external_id = ${externalId}::text)
      then null else ${externalId}::text end, ${at} returning id`.execute(tx)
  return only(rows).id
}

export async function nameOrganization(tx: Tx, id: string, externalId: string): Promise<void> {
  await sql`update organizations set external_id = ${externalId} where id = ${id} and external_id is null
    and not exists (select 1 from organizations where external_id = ${externalId})`.execute(tx)
}

/** A project stays with the organization that was first to show it. */
export async function noteProjects(
  tx: Tx,
  organizationId: string,
  projects: readonly OutsideProject[],
  at: Date,
): Promise<void> {
  if (projects.length === 0) return
  await sql`
    insert into organization_projects (organization_id, external_id, name, archived, created_at, seen_at)
    select ${organizationId}, p.external_id, p.name, p.archived, p.created_at, ${at}
    from unnest(${projects.map(({ id }) => id)}::text[], ${projects.map(({ name }) => name)}::text[],
      ${projects.map(({ archived }) => archived)}::boolean[],
      ${projects.map(({ createdAt }) => createdAt)}::timestamptz[]) as p (external_id, name, archived, created_at)
    order by p.external_id
    on conflict (external_id) do update set
      name = coalesce(excluded.name, organization_projects.name), archived = excluded.archived,
      created_at = coalesce(excluded.created_at, organization_projects.created_at), seen_at = excluded.seen_at
    where organization_projects.organization_id = excluded.organization_id`.execute(tx)
}

/** Ids met in costs, where nothing else is known of them. */
export async function noteProjectIds(tx: Tx, organizationId: string, ids: readonly string[], at: Date): Promise<void> {
  await sql`
    insert into organization_projects (organization_id, external_id, seen_at)
    select ${organizationId}, id, ${at} from unnest(${ids}::text[]) as id order by id
    on conflict (external_id) do nothing`.execute(tx)
}

export type KnownProject = OutsideProject & { organizationId: string }

export async function knownProjects(db: Db, organizationIds: readonly string[]): Promise<KnownProject[]> {
  const { rows } = await sql<KnownProject>`
    select organization_id as "organizationId", external_id as id, name, archived, created_at as "createdAt"
    from organization_projects where organization_id = any(${organizationIds}::uuid[])
    order by name nulls last, external_id`.execute(db)
  return rows
}

export async function organizationsOf(db: Db, externalIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ external_id: string; organization_id: string }>`
    select external_id, organization_id from organization_projects
    where external_id = any(${externalIds}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.external_id, row.organization_id]))
}

/** Keys, known projects and, with those, bindings of `from` become those of `to`. The empty row stays for what refers to it. */
export async function moveEverything(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update admin_keys set organization_id = ${to} where organization_id = ${from}`.execute(tx)
  await sql`update organization_projects set organization_id = ${to} where organization_id = ${from}`.execute(tx)
  await sql`update organizations set joined_into = ${to}, external_id = null where id = ${from}`.execute(tx)
}
