import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'

export type SilentOrganization = { organizationId: string; teamNames: string[]; lastReadAt: Date; code: string | null }

/** Organizations that a working key could read, and that have not been read since `before`, in whatever kind of use. */
export async function listSilent(tx: Tx, before: Date): Promise<SilentOrganization[]> {
  const { rows } = await sql<SilentOrganization>`
    select key.organization_id as "organizationId", array_agg(distinct team.name) as "teamNames", last.read_at as "lastReadAt",
      poll.problem_code as code
    from admin_keys key
    join teams team on team.id = key.team_id and team.archived_at is null
    join (select organization_id, max(requested_at) as read_at from usage_watermarks group by organization_id) last
      on last.organization_id = key.organization_id
    left join usage_polls poll on poll.organization_id = key.organization_id
    where key.state = 'active' and last.read_at < ${before}
    group by key.organization_id, last.read_at, poll.problem_code`.execute(tx)
  return rows
}

export type ReadAgain = { organizationId: string; teamNames: string[]; suffix: string; readAt: Date }

/** Those whose silence was told and that have been read since, without anybody having heard of that. */
export async function listReadAgain(tx: Tx, since: Date): Promise<ReadAgain[]> {
  const { rows } = await sql<ReadAgain>`
    select organization.id as "organizationId", array_agg(distinct team.name) as "teamNames",
      substr(told.key, length('poll-overdue:') + 1) as suffix, last.read_at as "readAt"
    from alerts told
    join organizations organization on organization.id::text = split_part(told.key, ':', 2)
    join (select organization_id, max(requested_at) as read_at from usage_watermarks group by organization_id) last
      on last.organization_id = organization.id
    join admin_keys key on key.organization_id = organization.id
    join teams team on team.id = key.team_id
    where told.kind = 'poll-overdue' and last.read_at >= ${since}
      and not exists (
        select from alerts heard where heard.key = 'poll-resumed:' || substr(told.key, length('poll-overdue:') + 1))
    group by organization.id, told.key, last.read_at`.execute(tx)
  return rows
}
