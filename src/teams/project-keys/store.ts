import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'
import { only } from '../store/teams.ts'

export type ProjectKeyRow = {
  id: string
  projectId: string
  name: string
  lastFour: string
  createdAt: Date
  createdBy: string | null
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
}

const columns = sql`id, project_id as "projectId", name, last_four as "lastFour", created_at as "createdAt",
  created_by as "createdBy", expires_at as "expiresAt", revoked_at as "revokedAt", last_used_at as "lastUsedAt"`

export type NewProjectKey = Pick<
  ProjectKeyRow,
  'projectId' | 'name' | 'lastFour' | 'createdAt' | 'createdBy' | 'expiresAt'
> & { hash: Buffer }

export async function insertProjectKey(tx: Tx, key: NewProjectKey): Promise<ProjectKeyRow> {
  const { rows } = await sql<ProjectKeyRow>`
    insert into project_keys (project_id, name, hash, last_four, created_at, created_by, expires_at)
    values (${key.projectId}, ${key.name}, ${key.hash}, ${key.lastFour}, ${key.createdAt}, ${key.createdBy}, ${key.expiresAt})
    returning ${columns}`.execute(tx)
  return only(rows)
}

/** A key that may be used, and whose it is. Whether it has expired is the caller's clock's to say. */
export type LivingKey = {
  id: string
  hash: Buffer
  projectId: string
  projectName: string
  teamId: string
  teamName: string
  expiresAt: Date | null
}

const living = sql`
  select k.id, k.hash, k.project_id as "projectId", p.name as "projectName", p.team_id as "teamId", t.name as "teamName",
    k.expires_at as "expiresAt"
  from project_keys k join projects p on p.id = k.project_id join teams t on t.id = p.team_id
  where k.revoked_at is null and p.archived_at is null`

/** Of live projects, not withdrawn. */
export async function livingKeys(db: Db): Promise<LivingKey[]> {
  const { rows } = await sql<LivingKey>`${living} order by k.id`.execute(db)
  return rows
}

export async function findLivingKey(db: Db, hash: Buffer): Promise<LivingKey | null> {
  const { rows } = await sql<LivingKey>`${living} and k.hash = ${hash}`.execute(db)
  return rows[0] ?? null
}
export type ProviderKeyRow = { projectId: string; lastFour: string; baseUrl: string | null; setAt: Date }

const providerColumns = sql`select project_id as "projectId", last_four as "lastFour", base_url as "baseUrl", set_at as "setAt"
  from project_provider_keys`

export async function findProviderKey(db: Db, projectId: string): Promise<ProviderKeyRow | null> {
  const { rows } = await sql<ProviderKeyRow>`${providerColumns} where project_id = ${projectId}`.execute(db)
  return rows[0] ?? null
}

export async function listProviderKeys(db: Db): Promise<ProviderKeyRow[]> {
  const { rows } = await sql<ProviderKeyRow>`${providerColumns} order by project_id`.execute(db)
  return rows
}
