import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Period } from '../../thresholds/index.ts'
import type { CaseFacts } from '../case-state.ts'

export type CaseRow = CaseFacts & {
  breachId: string
  projectId: string
  projectName: string
  teamId: string
  teamName: string
  period: Period
  periodStart: CostDay
  limit: string
  spend: string
  highestPercent: number
  acknowledgedName: string | null
  blockId: string | null
  blockGrade: 'slow' | 'stop' | null
  blockProof: 'pending' | 'confirmed' | 'violated' | null
  messages: number
  messagesSent: number
  messagesStored: number
  messagesFailed: number
  slowestSeconds: number | null
  readAt: Date | null
}

export type CaseFilter = {
  /** Null: all teams. */
  teamIds: readonly string[] | null
  isOpen: boolean
  teamId: string | undefined
  projectId: string | undefined
  after: { at: Date; id: string } | null
  limit: number
}

/**
 * A block belongs to a breach that caused it, or that was open when somebody stopped the project, or the team, by hand; of
 * several the one that still stands, or the newest. Blocks and deliveries are read here although they come later in the
 * order of the parts: a case is what all of them make of one breach.
 */
const blockOfCase = sql`
  left join lateral (
    select block.id, block.grade, block.proof, block.state, block.created_at, block.released_at from blocks block
    where block.breach_id = breach.id
      or ((block.project_id = breach.project_id or (block.project_id is null and block.team_id = breach.team_id))
        and block.created_at >= breach.opened_at
        and (breach.closed_at is null or block.created_at <= breach.closed_at))
    order by (block.released_at is null) desc, block.created_at desc limit 1) block on true`

const isOpenCase = sql`(breach.closed_at is null or (block.id is not null and block.released_at is null))`

export async function listCases(db: Db, filter: CaseFilter): Promise<CaseRow[]> {
  const { after } = filter
  const { rows } = await sql<CaseRow>`
    ${caseColumns}
    where (${filter.teamIds}::uuid[] is null or breach.team_id = any(${filter.teamIds}::uuid[]))
      and (${filter.teamId ?? null}::uuid is null or breach.team_id = ${filter.teamId ?? null})
      and (${filter.projectId ?? null}::uuid is null or breach.project_id = ${filter.projectId ?? null})
      and (not ${filter.isOpen}::boolean or ${isOpenCase})
      and (${after?.at ?? null}::timestamptz is null
        or (breach.opened_at, breach.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by breach.opened_at desc, breach.id desc limit ${filter.limit}`.execute(db)
  return rows
}

export async function findCase(db: Db, breachId: string): Promise<CaseRow | null> {
  const { rows } = await sql<CaseRow>`${caseColumns} where breach.id = ${breachId}`.execute(db)
  return rows[0] ?? null
}

/** The last reading of the source that was read least lately, of those that the project is connected to now. */
const readAt = sql`(
  select min(greatest(
    (select max(bill.last_read_at) from billed_days bill where bill.organization_id = held.organization_id),
    (select min(polled.requested_at) from usage_watermarks polled
      where polled.organization_id = held.organization_id)))
  from bindings held where held.project_id = breach.project_id and held.to_at is null)`

const caseColumns = sql`
  select breach.id as "breachId", breach.project_id as "projectId", project.name as "projectName",
    breach.team_id as "teamId", team.name as "teamName", breach.period, breach.period_start as "periodStart",
    breach.limit_usd::text as "limit", breach.spend::text as spend,
    greatest(breach.highest_percent, (
      select max(level.percent) from breach_levels level where level.breach_id = breach.id)) as "highestPercent",
    breach.opened_at as "openedAt", breach.acknowledged_at as "acknowledgedAt",
    case when breach.acknowledged_at is not null then breach.acknowledged_name end as "acknowledgedName",
    breach.closed_at as "closedAt", block.id as "blockId", block.grade as "blockGrade", block.proof as "blockProof",
    block.created_at as "blockedAt", block.released_at as "releasedAt",
    coalesce(sent.messages, 0) as messages, coalesce(sent.done, 0) as "messagesSent",
    coalesce(sent.stored, 0) as "messagesStored", coalesce(sent.failed, 0) as "messagesFailed",
    sent.slowest as "slowestSeconds", case when breach.closed_at is null then ${readAt} end as "readAt"
  from breaches breach
  join projects project on project.id = breach.project_id
  join teams team on team.id = breach.team_id
  ${blockOfCase}
  left join lateral (
    select count(*) as messages, count(*) filter (where delivery.state = 'sent') as done,
      count(*) filter (where delivery.state = 'stored') as stored,
      count(*) filter (where delivery.state = 'failed') as failed,
      max(extract(epoch from delivery.sent_at - delivery.detected_at))::float8 as slowest
    from deliveries delivery where delivery.breach_id = breach.id) sent on true`

/** Open cases by state, for the count beside the page's name and for whoever watches the product. */
export async function countOpenCases(
  db: Db,
  teamIds: readonly string[] | null,
): Promise<{ raised: number; acknowledged: number; blocked: number; released: number }> {
  const { rows } = await sql<{ raised: number; acknowledged: number; blocked: number; released: number }>`
    select count(*) filter (where state = 'raised') as raised, count(*) filter (where state = 'acknowledged') as acknowledged,
      count(*) filter (where state = 'blocked') as blocked, count(*) filter (where state = 'released') as released
    from (
      select case when block.id is not null and block.released_at is null then 'blocked'
        when block.id is not null then 'released'
        when breach.acknowledged_at is not null then 'acknowledged' else 'raised' end as state
      from breaches breach ${blockOfCase}
      where ${isOpenCase} and (${teamIds}::uuid[] is null or breach.team_id = any(${teamIds}::uuid[]))) cases`.execute(
    db,
  )
  return rows[0] ?? { raised: 0, acknowledged: 0, blocked: 0, released: 0 }
}
