import { sql } from 'kysely'
import type { Db } from '../../../platform/db/database.ts'

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
