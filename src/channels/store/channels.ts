import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db/database.ts'

export type ChannelRow = {
  id: string
  teamId: string | null
  kind: 'slack' | 'mail'
  name: string
  host: string | null
  last4: string | null
  addresses: string[]
  enabled: boolean
}

const columns = sql`c.id, c.team_id as "teamId", c.kind, c.name, c.host, c.last4, c.addresses, c.enabled`

/** Where a notice goes beside people: the channels of its team and those of the workspace. */
export async function listReceiving(db: Db, teamId: string | null): Promise<ChannelRow[]> {
  const { rows } = await sql<ChannelRow>`
    select ${columns} from channels c
    where c.enabled and (c.team_id is null or c.team_id = ${teamId}) order by c.created_at, c.id`.execute(db)
  return rows
}

/** Those of one team, or (null) of the workspace alone. */
export async function countChannels(db: Db, teamId: string | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from channels where team_id is not distinct from ${teamId}`.execute(db)
  return rows[0]?.count ?? 0
}

export async function findChannel(db: Db, id: string): Promise<ChannelRow | null> {
  const { rows } = await sql<ChannelRow>`select ${columns} from channels c where c.id = ${id}`.execute(db)
  return rows[0] ?? null
}

export async function lockChannel(tx: Tx, id: string): Promise<ChannelRow | null> {
  const { rows } = await sql<ChannelRow>`select ${columns} from channels c where c.id = ${id} for update`.execute(tx)
  return rows[0] ?? null
}

export type ChannelState = ChannelRow & {
  waiting: number
  problem: string | null
  problemSince: Date | null
  lastOkAt: Date | null
}

/** The channels of one team, or (null) those of the workspace alone. */
export async function listChannels(db: Db, teamId: string | null): Promise<ChannelState[]> {
  return statesWhere(db, teamId === null ? sql`c.team_id is null` : sql`c.team_id = ${teamId}`)
}

export async function findChannelState(db: Db, id: string): Promise<ChannelState | null> {
  return (await statesWhere(db, sql`c.id = ${id}`))[0] ?? null
}

async function statesWhere(db: Db, condition: ReturnType<typeof sql>): Promise<ChannelState[]> {
  const { rows } = await sql<ChannelState>`
    select ${columns}, l.problem, l.problem_since as "problemSince", l.last_ok_at as "lastOkAt",
      (select count(*) from deliveries d where d.lane = c.id::text and d.state = 'waiting') as waiting
    from channels c left join delivery_lanes l on l.lane = c.id::text
    where ${condition} order by c.created_at, c.id`.execute(db)
  return rows
}

export async function insertChannel(tx: Tx, row: ChannelRow, at: Date): Promise<void> {
  await sql`
    insert into channels (id, team_id, kind, name, host, last4, addresses, enabled, created_at)
    values (${row.id}, ${row.teamId}, ${row.kind}, ${row.name}, ${row.host}, ${row.last4}, ${row.addresses}, ${row.enabled},
      ${at})`.execute(tx)
}

export async function updateChannel(tx: Tx, row: ChannelRow): Promise<void> {
  await sql`
    update channels set name = ${row.name}, host = ${row.host}, last4 = ${row.last4}, addresses = ${row.addresses},
      enabled = ${row.enabled}
    where id = ${row.id}`.execute(tx)
}

export async function deleteChannel(tx: Tx, id: string): Promise<void> {
  await sql`delete from channels where id = ${id}`.execute(tx)
}

/** What waits for a channel that is switched off goes nowhere. */
export async function giveUpWaiting(tx: Tx, lane: string, problem: string): Promise<void> {
  await sql`
    update deliveries set state = 'failed', problem = ${problem}, attempt_started_at = null
    where lane = ${lane} and state = 'waiting'`.execute(tx)
}

export async function teamExists(db: Db, id: string): Promise<'live' | 'archived' | null> {
  const { rows } = await sql<{ archived: boolean }>`
    select archived_at is not null as archived from teams where id = ${id}`.execute(db)
  const [row] = rows
  return row ? (row.archived ? 'archived' : 'live') : null
}

/** Where the webhooks in use lead; the host alone is no secret. */
export async function listWebhookOrigins(db: Db): Promise<string[]> {
  const { rows } = await sql<{ origin: string }>`
    select distinct coalesce(h.origin, 'https://' || c.host) as origin
    from channels c left join webhook_hosts h on split_part(h.origin, '://', 2) = c.host
    where c.enabled and c.host is not null order by origin`.execute(db)
  return rows.map(({ origin }) => origin)
}
