import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/db/database.ts'

export type ProviderKeyRow = {
  projectId: string
  lastFour: string
  baseUrl: string | null
  setAt: Date
  setBy: string | null
}

const columns = sql`select project_id as "projectId", last_four as "lastFour", base_url as "baseUrl", set_at as "setAt",
  set_by as "setBy" from project_provider_keys`

export async function findProviderKey(db: Db, projectId: string): Promise<ProviderKeyRow | null> {
  const { rows } = await sql<ProviderKeyRow>`${columns} where project_id = ${projectId}`.execute(db)
  return rows[0] ?? null
}

export async function listProviderKeys(db: Db): Promise<ProviderKeyRow[]> {
  const { rows } = await sql<ProviderKeyRow>`${columns} order by project_id`.execute(db)
  return rows
}

export async function upsertProviderKey(tx: Tx, key: ProviderKeyRow): Promise<void> {
  await sql`
    insert into project_provider_keys (project_id, last_four, base_url, set_at, set_by)
    values (${key.projectId}, ${key.lastFour}, ${key.baseUrl}, ${key.setAt}, ${key.setBy})
    on conflict (project_id) do update set last_four = excluded.last_four, base_url = excluded.base_url,
      set_at = excluded.set_at, set_by = excluded.set_by`.execute(tx)
}

export async function deleteProviderKey(tx: Tx, projectId: string): Promise<void> {
  await sql`delete from project_provider_keys where project_id = ${projectId}`.execute(tx)
}
