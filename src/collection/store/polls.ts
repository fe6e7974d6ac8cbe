import { sql } from 'kysely'
import { MINUTE } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/database.ts'
import type { UsageKind } from '../../pricing/index.ts'

/** Renewed with every reading; a process that died lets go after this. The database's clock decides, never ours. */
const LEASE_SECONDS = 90
const leaseUntil = sql`now() + make_interval(secs => ${LEASE_SECONDS})`
/** A lease that reaches so far was taken under a wrong clock, by a process that has died since. */
const beyondAnyLease = sql`now() + make_interval(secs => ${2 * LEASE_SECONDS})`

export type PollRow = { organizationId: string; startedAt: Date | null }

/** Nothing rests for longer than this: a later instant was noted under a wrong clock. */
export const LONGEST_REST = 10 * MINUTE

/** When each organization was last asked in full, and the kinds whose time to be tried again has come. */
export async function pollsOf(db: Db, organizationIds: readonly string[], now: Date): Promise<Map<string, PollState>> {
  const restsUntil = new Date(now.getTime() + LONGEST_REST)
  const { rows } = await sql<PollState>`
    select wanted.id as "organizationId", poll.started_at as "startedAt",
      array(select kind from usage_watermarks mark where mark.organization_id = wanted.id
        and mark.problem_code is not null
        and (mark.retry_at is null or mark.retry_at <= ${now} or mark.retry_at > ${restsUntil})) as "retryable",
      array(select kind from usage_watermarks mark where mark.organization_id = wanted.id
        and mark.retry_at > ${now} and mark.retry_at <= ${restsUntil}) as "resting"
    from unnest(${organizationIds}::uuid[]) as wanted (id)
    left join usage_polls poll on poll.organization_id = wanted.id`.execute(db)
  return new Map(rows.map((row) => [row.organizationId, row]))
}

export type PollState = PollRow & {
  /** Failed, and their wait is over. */
  retryable: UsageKind[]
  /** Throttled or failing: not to be asked yet. */
  resting: UsageKind[]
}

/** True: the organization is ours to ask. False: somebody else asks it, or has just done so. */
export async function takePoll(
  db: Db,
  poll: { organizationId: string; owner: string; at: Date; isFull: boolean; lastStartedAt: Date | null },
): Promise<boolean> {
  const startedAt = poll.isFull ? poll.at : poll.lastStartedAt
  const { rows } = await sql`
    insert into usage_polls as known (organization_id, started_at, lease_owner, lease_until)
    values (${poll.organizationId}, ${startedAt}, ${poll.owner}, ${leaseUntil})
    on conflict (organization_id) do update set started_at = excluded.started_at, lease_owner = excluded.lease_owner,
      lease_until = excluded.lease_until
    where (known.lease_until is null or known.lease_until < now() or known.lease_until > ${beyondAnyLease})
      and known.started_at is not distinct from ${poll.lastStartedAt}
    returning organization_id`.execute(db)
  return rows.length === 1
}

export async function renewPoll(db: Db, organizationId: string, owner: string): Promise<boolean> {
  const { rows } = await sql`
    update usage_polls set lease_until = ${leaseUntil}
    where organization_id = ${organizationId} and lease_owner = ${owner} returning organization_id`.execute(db)
  return rows.length === 1
}

export type PollEnd = {
  organizationId: string
  owner: string
  adminKeyId: string | null
  requests: number
  problem: string | null
  at: Date
}

export async function endPoll(db: Db, end: PollEnd): Promise<void> {
  await sql`
    update usage_polls set finished_at = ${end.at}, requests = ${end.requests},
      admin_key_id = coalesce(${end.adminKeyId}::uuid, admin_key_id), problem_code = ${end.problem},
      problem_since = case when ${end.problem}::text is null then null else coalesce(problem_since, ${end.at}) end,
      lease_owner = null, lease_until = null
    where organization_id = ${end.organizationId} and lease_owner = ${end.owner}`.execute(db)
}

/** What was asked in the last minutes stays known, so that the budget used can be shown. */
const REMEMBERED = sql`interval '10 minutes'`

type KindMark = { organizationId: string; kind: UsageKind; requests: readonly Date[]; at: Date }

export async function markKindRead(db: Db, mark: KindMark): Promise<void> {
  await sql`
    insert into usage_watermarks as known (organization_id, kind, recent_requests)
    values (${mark.organizationId}, ${mark.kind}, ${mark.requests}::timestamptz[])
    on conflict (organization_id, kind) do update set attempts = 0, retry_at = null, problem_code = null,
      problem_since = null, recent_requests = ${recent(mark)}`.execute(db)
}

/** Answers with how often it has failed in a row. */
export async function markKindFailed(
  db: Db,
  mark: KindMark & { problem: string; retryAt(attempts: number): Date },
): Promise<void> {
  const { rows } = await sql<{ attempts: number }>`
    insert into usage_watermarks as known (organization_id, kind, attempts, problem_code, problem_since, recent_requests)
    values (${mark.organizationId}, ${mark.kind}, 1, ${mark.problem}, ${mark.at}, ${mark.requests}::timestamptz[])
    on conflict (organization_id, kind) do update set attempts = known.attempts + 1, problem_code = excluded.problem_code,
      problem_since = coalesce(known.problem_since, excluded.problem_since), recent_requests = ${recent(mark)}
    returning attempts`.execute(db)
  const retryAt = mark.retryAt(rows[0]?.attempts ?? 1)
  await sql`
    update usage_watermarks set retry_at = ${retryAt}
    where organization_id = ${mark.organizationId} and kind = ${mark.kind}`.execute(db)
}

const recent = (mark: KindMark) => sql`
  array(select one from unnest(known.recent_requests || excluded.recent_requests) as one
    where one > ${mark.at}::timestamptz - ${REMEMBERED} order by one)`

/** The organizations that these projects draw on now. */
export async function organizationsHolding(db: Db, projectIds: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ organizationId: string; projectIds: string[] }>`
    select organization_id as "organizationId", array_agg(distinct project_id::text) as "projectIds"
    from bindings where to_at is null and project_id = any(${projectIds}::uuid[]) group by organization_id`.execute(db)
  return new Map(rows.map((row) => [row.organizationId, row.projectIds]))
}
