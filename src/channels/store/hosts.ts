import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'

export type HostRow = { origin: string; allowsPrivate: boolean }

export async function listHosts(db: Db): Promise<HostRow[]> {
  const { rows } = await sql<HostRow>`
    select origin, allows_private as "allowsPrivate" from webhook_hosts order by origin`.execute(db)
  return rows
}

/** Of two that replace the list at once, the second sees what the first made. */
export async function lockHosts(tx: Tx): Promise<void> {
  await sql`lock table webhook_hosts in share row exclusive mode`.execute(tx)
}

export async function replaceHosts(tx: Tx, hosts: readonly HostRow[], at: Date): Promise<void> {
  await sql`delete from webhook_hosts`.execute(tx)
  await sql`
    insert into webhook_hosts (origin, allows_private, added_at)
    select origin, "allowsPrivate", ${at}
    from jsonb_to_recordset(${JSON.stringify(hosts)}::jsonb) as r (origin text, "allowsPrivate" boolean)`.execute(tx)
}
