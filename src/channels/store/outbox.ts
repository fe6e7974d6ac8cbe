import { sql } from 'kysely'
import type { Db } from '../../platform/db/database.ts'
import type { Position } from '../../platform/http/cursor.ts'
import type { DeliveryChannel, DeliveryState } from '../api.ts'
import type { NoticeBody } from '../notice.ts'

export type DeliveryRow = {
  id: string
  channel: DeliveryChannel
  kind: string
  target: string
  targetName: string | null
  subject: string
  state: DeliveryState
  attempts: number
  createdAt: Date
  detectedAt: Date
  sentAt: Date | null
  nextAttemptAt: Date | null
  problem: string | null
  late: boolean
  possiblyTwice: boolean
  teamId: string | null
  projectId: string | null
  breachId: string | null
  blockId: string | null
}

export type DeliveryFilter = {
  /** Null: of every team, and those of none. */
  teamIds: readonly string[] | null
  channel?: DeliveryChannel | undefined
  state?: DeliveryState | undefined
  breachId?: string | undefined
  blockId?: string | undefined
}

const columns = sql`
  d.id, d.channel, d.kind, d.target, d.target_name as "targetName", d.subject, d.state, d.attempts,
  d.created_at as "createdAt", d.detected_at as "detectedAt", d.sent_at as "sentAt",
  case when d.state = 'waiting' then greatest(d.next_attempt_at, l.retry_at) end as "nextAttemptAt",
  coalesce(d.problem, case when d.state = 'waiting' then l.problem end) as problem, d.late,
  d.possibly_twice as "possiblyTwice", d.team_id as "teamId", d.project_id as "projectId", d.breach_id as "breachId",
  d.block_id as "blockId"`

const filtered = (filter: DeliveryFilter) => {
  const { teamIds, channel, state, breachId, blockId } = filter
  return sql`${teamIds === null ? sql`true` : sql`d.team_id = any(${teamIds}::uuid[]) and d.notice_key is not null`}
    and ${channel ? sql`d.channel = ${channel}` : sql`true`} and ${state ? sql`d.state = ${state}` : sql`true`}
    and ${breachId ? sql`d.breach_id = ${breachId}` : sql`true`} and ${blockId ? sql`d.block_id = ${blockId}` : sql`true`}`
}

/** Newest first, after the position if one is given. */
export async function listDeliveries(
  db: Db,
  filter: DeliveryFilter,
  { after, limit }: { after: Position | null; limit: number },
): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select ${columns} from deliveries d left join delivery_lanes l on l.lane = d.lane
    where ${filtered(filter)}
      and ${after === null ? sql`true` : sql`(d.created_at, d.id) < (${after.at}::timestamptz, ${after.id}::uuid)`}
    order by d.created_at desc, d.id desc limit ${limit}`.execute(db)
  return rows
}

export type OpenedDelivery = DeliveryRow & { text: string | null; html: string | null; notice: NoticeBody | null }

export async function findDelivery(
  db: Db,
  teamIds: readonly string[] | null,
  id: string,
): Promise<OpenedDelivery | null> {
  const { rows } = await sql<OpenedDelivery>`
    select ${columns}, d.text_body as text, d.html_body as html, n.body as notice
    from deliveries d left join delivery_lanes l on l.lane = d.lane left join notices n on n.key = d.notice_key
    where d.id = ${id} and ${filtered({ teamIds })}`.execute(db)
  return rows[0] ?? null
}
