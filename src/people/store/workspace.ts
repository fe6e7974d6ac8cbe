import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'

export type WorkspaceRow = { name: string; timeZone: string }

export async function findWorkspace(db: Db | Tx): Promise<WorkspaceRow | null> {
  const { rows } = await sql<WorkspaceRow>`select name, time_zone as "timeZone" from workspace`.execute(db)
  return rows[0] ?? null
}

/** Null before the workspace is set up. */
export async function findTimeZone(db: Db): Promise<string | null> {
  return (await findWorkspace(db))?.timeZone ?? null
}

/** False when it is there already. */
export async function insertWorkspace(tx: Tx, row: WorkspaceRow, at: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into workspace (name, time_zone, created_at) values (${row.name}, ${row.timeZone}, ${at})
    on conflict do nothing returning name`.execute(tx)
  return rows.length === 1
}

export async function lockWorkspace(tx: Tx): Promise<WorkspaceRow | null> {
  const { rows } = await sql<WorkspaceRow>`
    select name, time_zone as "timeZone" from workspace for update`.execute(tx)
  return rows[0] ?? null
}

export async function updateWorkspace(tx: Tx, row: WorkspaceRow): Promise<void> {
  await sql`update workspace set name = ${row.name}, time_zone = ${row.timeZone}`.execute(tx)
}

export async function replaceSetupCode(db: Db, codeHash: string, at: Date): Promise<void> {
  await sql`
    insert into setup_codes (code_hash, created_at) values (${codeHash}, ${at})
    on conflict (only_row) do update set code_hash = excluded.code_hash, created_at = excluded.created_at`.execute(db)
}

export async function findSetupCode(db: Db): Promise<string | null> {
  const { rows } = await sql<{ hash: string }>`select code_hash as hash from setup_codes`.execute(db)
  return rows[0]?.hash ?? null
}

/** Holds the code until the transaction ends: of two setups at once the second finds it gone. */
export async function lockSetupCode(tx: Tx): Promise<string | null> {
  const { rows } = await sql<{ hash: string }>`select code_hash as hash from setup_codes for update`.execute(tx)
  return rows[0]?.hash ?? null
}

export async function deleteSetupCode(tx: Tx): Promise<void> {
  await sql`delete from setup_codes`.execute(tx)
}
