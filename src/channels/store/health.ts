import { sql } from 'kysely'
import type { Db } from '../../platform/db/database.ts'

export async function countWaiting(db: Db, lane: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from deliveries where lane = ${lane} and state = 'waiting'`.execute(db)
  return rows[0]?.count ?? 0
}

export type QueueFigure = { channel: 'mail' | 'slack'; waiting: number; oldest: Date | null }

export async function queueFigures(db: Db): Promise<QueueFigure[]> {
  const { rows } = await sql<QueueFigure>`
    select k.channel, count(d.id) as waiting, min(d.detected_at) as oldest
    from (values ('mail'), ('slack')) as k (channel)
    left join deliveries d on d.channel = k.channel and d.state = 'waiting'
    group by k.channel`.execute(db)
  return rows
}

export async function countFailingLanes(db: Db): Promise<{ channel: 'mail' | 'slack'; failing: number }[]> {
  const { rows } = await sql<{ channel: 'mail' | 'slack'; failing: number }>`
    select k.channel, count(l.lane) as failing
    from (values ('mail'), ('slack')) as k (channel)
    left join delivery_lanes l on l.problem is not null and (l.lane = 'mail') = (k.channel = 'mail')
    group by k.channel`.execute(db)
  return rows
}

export type FailingChannel = {
  /** What it is: a Slack channel, the mail server, or one address that takes no mail. */
  kind: 'slack' | 'mail-server' | 'address'
  channelId: string | null
  name: string
  teamId: string | null
  teamName: string | null
  problem: string
  since: Date
  waiting: number
}

/** Slack channels that fail. Those of the workspace are for admins (`teamIds: null`). */
export async function failingSlack(db: Db, teamIds: readonly string[] | null): Promise<FailingChannel[]> {
  const { rows } = await sql<FailingChannel>`
    select 'slack' as kind, c.id as "channelId", c.name, c.team_id as "teamId", t.name as "teamName", l.problem,
      l.problem_since as since,
      (select count(*) from deliveries d where d.lane = l.lane and d.state = 'waiting') as waiting
    from delivery_lanes l join channels c on c.id::text = l.lane left join teams t on t.id = c.team_id
    where l.problem is not null and c.enabled and t.archived_at is null
      and (${teamIds}::uuid[] is null or c.team_id = any(${teamIds}::uuid[]))
    order by l.problem_since`.execute(db)
  return rows
}

/** The mail server, which admins mend. */
export async function failingMailServer(db: Db): Promise<FailingChannel[]> {
  const { rows } = await sql<FailingChannel>`
    select 'mail-server' as kind, null::uuid as "channelId", 'mail' as name, null::uuid as "teamId", null as "teamName",
      l.problem, l.problem_since as since,
      (select count(*) from deliveries d where d.lane = l.lane and d.state = 'waiting') as waiting
    from delivery_lanes l where l.lane = 'mail' and l.problem is not null`.execute(db)
  return rows
}

/** Addresses whose latest notice was given up. */
export async function failingAddresses(
  db: Db,
  teamIds: readonly string[] | null,
  after: Date,
): Promise<FailingChannel[]> {
  const { rows } = await sql<FailingChannel>`
    select 'address' as kind, null::uuid as "channelId", target as name, team_id as "teamId", "teamName", problem, since,
      0 as waiting
    from (
      select distinct on (lower(d.target)) d.target, d.team_id, t.name as "teamName", d.state, d.problem,
        d.created_at as since
      from deliveries d left join teams t on t.id = d.team_id
      where d.channel = 'mail' and d.notice_key is not null and d.kind <> 'test' and d.created_at > ${after}
        and d.state in ('sent', 'failed')
        and (${teamIds}::uuid[] is null or d.team_id = any(${teamIds}::uuid[]))
      order by lower(d.target), d.seq desc) as latest
    where state = 'failed' and problem is not null order by since`.execute(db)
  return rows
}
