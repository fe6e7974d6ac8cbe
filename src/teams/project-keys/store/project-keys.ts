import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { only } from '../../store/teams.ts'

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

export async function listProjectKeys(db: Db, projectId: string): Promise<ProjectKeyRow[]> {
  const { rows } = await sql<ProjectKeyRow>`
    select ${columns} from project_keys where project_id = ${projectId} order by created_at desc, id`.execute(db)
  return rows
}

/** And the team that its project belongs to now. */
export async function findProjectKey(db: Db, id: string): Promise<(ProjectKeyRow & { teamId: string }) | null> {
  const { rows } = await sql<ProjectKeyRow & { teamId: string }>`
    select ${columns}, (select team_id from projects where id = project_id) as "teamId"
    from project_keys where id = ${id}`.execute(db)
  return rows[0] ?? null
}

export async function lockProjectKey(tx: Tx, id: string): Promise<ProjectKeyRow | null> {
  const { rows } = await sql<ProjectKeyRow>`
    select ${columns} from project_keys where id = ${id} for no key update`.execute(tx)
  return rows[0] ?? null
}

export async function renameProjectKey(tx: Tx, id: string, name: string): Promise<void> {
  await sql`update project_keys set name = ${name} where id = ${id}`.execute(tx)
}

export async function revokeProjectKey(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update project_keys set revoked_at = ${at} where id = ${id}`.execute(tx)
}

/** Only forward, and not again within a minute. Rows in one order: two batches never wait for each other in a ring. */
export async function markUsed(db: Db, uses: readonly { keyId: string; at: Date }[]): Promise<void> {
  await sql`
    with used as (
      select u.id, u.at from unnest(${uses.map(({ keyId }) => keyId)}::uuid[],
        ${uses.map(({ at }) => at.toISOString())}::timestamptz[]) u (id, at)),
    due as (
      select k.id, u.at from project_keys k join used u on u.id = k.id
      where k.last_used_at is null or k.last_used_at <= u.at - interval '1 minute'
      order by k.id for no key update of k)
    update project_keys k set last_used_at = due.at from due where due.id = k.id`.execute(db)
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
