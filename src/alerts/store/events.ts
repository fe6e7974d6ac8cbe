import { sql } from 'kysely'
import type { Db } from '../../platform/db/database.ts'
import type { AlertKind } from './alerts.ts'

export type LevelRow = { percent: number; at: Date; spend: string; limit: string; rearmedAt: Date | null }

export async function levelsOf(db: Db, breachId: string): Promise<LevelRow[]> {
  const { rows } = await sql<LevelRow>`
    select percent, crossed_at as at, spend::text as spend, limit_usd::text as "limit", rearmed_at as "rearmedAt"
    from breach_levels where breach_id = ${breachId} order by crossed_at, percent`.execute(db)
  return rows
}

export type ToldRow = { kind: AlertKind; at: Date; percent: number | null }

export async function toldOf(db: Db, breachId: string): Promise<ToldRow[]> {
  const { rows } = await sql<ToldRow>`
    select kind, queued_at as at, percent from alerts where breach_id = ${breachId} order by queued_at`.execute(db)
  return rows
}

export type DeedRow = {
  at: Date
  kind: string
  subject: string
  actorName: string
  reason: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** What was done about the project, or about its team as a whole, from the breach on until the case was over. */
export async function deedsOf(
  db: Db,
  { projectId, teamId, from, to }: { projectId: string; teamId: string; from: Date; to: Date | null },
): Promise<DeedRow[]> {
  const { rows } = await sql<DeedRow>`
    select at, kind, subject, actor_name as "actorName", reason, before, after from actions
    where at >= ${from} and (${to}::timestamptz is null or at <= ${to})
      and team_id = ${teamId} and (project_id = ${projectId} or (project_id is null and kind like any(array['block.%', 'admin-key.%'])))
    order by at, id limit 200`.execute(db)
  return rows
}

export type SentRow = {
  id: string
  channel: 'mail' | 'slack'
  to: string
  state: 'waiting' | 'sent' | 'failed' | 'stored'
  kind: string
  createdAt: Date
  sentAt: Date | null
  delaySeconds: number | null
  problem: string | null
  late: boolean
  possiblyTwice: boolean
}

export async function deliveriesOf(db: Db, breachId: string): Promise<SentRow[]> {
  const { rows } = await sql<SentRow>`
    select id, channel, coalesce(target_name, target) as "to", state, kind, created_at as "createdAt", sent_at as "sentAt",
      extract(epoch from sent_at - detected_at)::float8 as "delaySeconds", problem, late, possibly_twice as "possiblyTwice"
    from deliveries where breach_id = ${breachId} order by created_at, seq limit 200`.execute(db)
  return rows
}
