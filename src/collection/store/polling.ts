import { sql } from 'kysely'
import type { Db } from '../../platform/db/database.ts'
import type { UsageKind } from '../../pricing/index.ts'

export type PolledKey = { id: string; teamId: string; teamName: string; last4: string; state: string }

export type PolledOrganization = {
  organizationId: string
  keys: PolledKey[]
  usedKeyId: string | null
  startedAt: Date | null
  finishedAt: Date | null
  requests: number
  problemCode: string | null
  problemSince: Date | null
}

/** Organizations with a key that a live team means to be used; null: of all teams. */
export async function polledOrganizations(db: Db, teamIds: readonly string[] | null): Promise<PolledOrganization[]> {
  const { rows } = await sql<PolledOrganization>`
    select key.organization_id as "organizationId", poll.admin_key_id as "usedKeyId", poll.started_at as "startedAt",
      poll.finished_at as "finishedAt", coalesce(poll.requests, 0) as requests, poll.problem_code as "problemCode",
      poll.problem_since as "problemSince",
      json_agg(json_build_object('id', key.id, 'teamId', team.id, 'teamName', team.name, 'last4', key.last4,
        'state', key.state) order by team.name, key.created_at) as keys
    from admin_keys key join teams team on team.id = key.team_id
    left join usage_polls poll on poll.organization_id = key.organization_id
    where key.state <> 'inactive' and team.archived_at is null
    group by key.organization_id, poll.organization_id
    having ${teamIds}::uuid[] is null or bool_or(team.id = any(${teamIds}::uuid[]))
    order by min(team.name), key.organization_id`.execute(db)
  return rows
}

export type KindMark = {
  organizationId: string
  kind: UsageKind
  requestedAt: Date | null
  seenUntil: Date | null
  retryAt: Date | null
  problemCode: string | null
  problemSince: Date | null
  requestsLastMinute: number
  doubted: number
}

export async function kindMarks(db: Db, organizationIds: readonly string[], now: Date): Promise<KindMark[]> {
  const { rows } = await sql<KindMark>`
    select mark.organization_id as "organizationId", mark.kind, mark.requested_at as "requestedAt",
      mark.seen_until as "seenUntil", mark.retry_at as "retryAt", mark.problem_code as "problemCode",
      mark.problem_since as "problemSince",
      (select count(*) from unnest(mark.recent_requests) as one where one > ${now}::timestamptz - interval '1 minute'
        and one <= ${now}) as "requestsLastMinute",
      (select count(*) from usage_readings bucket where bucket.organization_id = mark.organization_id
        and bucket.kind = mark.kind and bucket.doubted_at is not null) as doubted
    from usage_watermarks mark where mark.organization_id = any(${organizationIds}::uuid[])
    order by mark.kind`.execute(db)
  return rows
}

export async function projectNames(
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; name: string; teamId: string }[]> {
  const { rows } = await sql<{ id: string; name: string; teamId: string }>`
    select id, name, team_id as "teamId" from projects where id = any(${ids}::uuid[]) order by name`.execute(db)
  return rows
}

/** For measuring: when each organization's usage was last read as a whole. */
export async function usageAges(db: Db): Promise<{ organizationId: string; readAt: Date }[]> {
  const { rows } = await sql<{ organizationId: string; readAt: Date }>`
    select organization_id as "organizationId", min(requested_at) as "readAt" from usage_watermarks
    where requested_at is not null group by organization_id`.execute(db)
  return rows
}
