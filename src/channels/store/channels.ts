import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'

export type ReceivingChannel = {
  id: string
  kind: 'slack' | 'mail'
  name: string
  host: string | null
  addresses: string[]
}

/** Where a notice goes beside people: the channels of its team and those of the workspace. */
export async function listReceiving(db: Db | Tx, teamId: string | null): Promise<ReceivingChannel[]> {
  const { rows } = await sql<ReceivingChannel>`
    select id, kind, name, host, addresses from channels
    where enabled and (team_id is null or team_id = ${teamId}) order by created_at, id`.execute(db)
  return rows
}

export async function findChannelHost(db: Db, id: string): Promise<{ host: string | null; enabled: boolean } | null> {
  const { rows } = await sql<{ host: string | null; enabled: boolean }>`
    select host, enabled from channels where id = ${id}`.execute(db)
  return rows[0] ?? null
}
