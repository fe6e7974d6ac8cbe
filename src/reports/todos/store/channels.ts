import { sql } from 'kysely'
import type { Db } from '../../../platform/db/database.ts'

export type FailingChannel = {
  /** Null: the mail server. */
  channelId: string | null
  name: string | null
  teamId: string | null
  teamName: string | null
  problem: string
  since: Date
  waiting: number
}

/** Ways out that do not work. The mail server and the channels of the whole workspace are for admins to mend. */
export async function failingChannels(db: Db, teamIds: readonly string[] | null): Promise<FailingChannel[]> {
  const { rows } = await sql<FailingChannel>`
    select channel.id as "channelId", channel.name, team.id as "teamId", team.name as "teamName", lane.problem,
      lane.problem_since as since,
      (select count(*) from deliveries waiting where waiting.lane = lane.lane and waiting.state = 'waiting') as waiting
    from delivery_lanes lane left join channels channel on channel.id::text = lane.lane
    left join teams team on team.id = channel.team_id
    where lane.problem is not null and (lane.lane = 'mail' or channel.enabled)
      and (${teamIds}::uuid[] is null or channel.team_id = any(${teamIds}::uuid[]))
    order by lane.problem_since`.execute(db)
  return rows
}

export type SilentTeam = { teamId: string; teamName: string }

/** Teams that watch a limit and have no Slack channel that an alarm could leave by. */
export async function teamsWithoutSlack(db: Db, teamIds: readonly string[] | null): Promise<SilentTeam[]> {
  const { rows } = await sql<SilentTeam>`
    select team.id as "teamId", team.name as "teamName" from teams team
    where team.archived_at is null and (${teamIds}::uuid[] is null or team.id = any(${teamIds}::uuid[]))
      and exists (select from thresholds threshold join projects project on project.id = threshold.project_id
        where project.team_id = team.id and threshold.removed_at is null and project.archived_at is null)
      and not exists (select from channels channel where channel.kind = 'slack' and channel.enabled
        and channel.host is not null and (channel.team_id = team.id or channel.team_id is null))
    order by team.created_at`.execute(db)
  return rows
}
