import { type RawBuilder, sql } from 'kysely'

/** A project, and the teams whose days of it may be seen; null: all of them. */
export type Seen = { projectId: string; teamIds: readonly string[] | null }

/** A project that moved shows a team the days that it was with it. */
export function seenOn({ projectId, teamIds }: Seen, day: RawBuilder<unknown>): RawBuilder<unknown> {
  return isSeen(sql`${projectId}::uuid`, teamIds, day)
}

/** The same for a row of any project. */
export function isSeen(
  projectId: RawBuilder<unknown>,
  teamIds: readonly string[] | null,
  day: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (teamIds === null) return sql`true`
  return sql`exists (
    select from project_team_days home where home.project_id = ${projectId} and home.team_id = any(${teamIds}::uuid[])
      and ${day} >= home.from_day and (home.to_day is null or ${day} < home.to_day))`
}
