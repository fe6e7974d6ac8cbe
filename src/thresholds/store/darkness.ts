import { sql } from 'kysely'
import { MINUTE } from '../../platform/clock.ts'
import type { Tx } from '../../platform/db/database.ts'
import type { Episode, Readings } from '../darkness.ts'
import type { OnNoData } from '../threshold.ts'

export type WatchedThreshold = Readings &
  Episode & {
    thresholdId: string
    projectId: string
    projectName: string
    teamId: string
    teamName: string
    isPaused: boolean
    onNoData: OnNoData
  }

/**
 * Thresholds with what is known about the readings behind them: those that are or may be without any. An organization was
 * read when its slowest kind of usage was. One that was never read counts from the day its key came, a kind that was never
 * read from its first failure on; an instant in the future, noted under a wrong clock, says nothing.
 */
export async function watchedThresholds(tx: Tx, at: Date, overdueSince: Date): Promise<WatchedThreshold[]> {
  const soon = new Date(at.getTime() + MINUTE)
  const { rows } = await sql<WatchedThreshold>`
    with keys as materialized (
      select organization_id, bool_or(state = 'active') as is_on, bool_or(state = 'broken') as is_broken,
        min(created_at) filter (where state = 'active') as came_at
      from admin_keys group by organization_id),
    sources as materialized (
      select keys.organization_id, is_on, is_broken, coalesce(
        (select min(coalesce(case when polled.requested_at <= ${soon} then polled.requested_at end,
            polled.problem_since, keys.came_at))
          from usage_watermarks polled where polled.organization_id = keys.organization_id), came_at) as read_at
      from keys),
    behind as materialized (
      select held.project_id,
        count(*) filter (where not coalesce(source.is_on, false) and coalesce(source.is_broken, false)) as broken,
        count(*) filter (where not coalesce(source.is_on, false) and not coalesce(source.is_broken, false)) as off,
        min(source.read_at) as read_at
      from (select distinct project_id, organization_id from bindings where to_at is null) held
      left join sources source on source.organization_id = held.organization_id
      group by held.project_id)
    select threshold.id as "thresholdId", project.id as "projectId", project.name as "projectName",
      team.id as "teamId", team.name as "teamName", threshold.on_no_data as "onNoData",
      coalesce(threshold.paused_until > ${at}, false) as "isPaused",
      coalesce(behind.broken, 0) as "brokenKeys", coalesce(behind.off, 0) as "offKeys", behind.read_at as "lastReadAt",
      threshold.no_data_since as since, threshold.no_data_cause as cause, threshold.no_data_told_at as "toldAt",
      threshold.no_data_stopped_at as "stoppedAt"
    from thresholds threshold
    join projects project on project.id = threshold.project_id and project.archived_at is null
    join teams team on team.id = project.team_id
    left join behind on behind.project_id = project.id
    where threshold.removed_at is null and (threshold.no_data_since is not null
      or behind.broken > 0 or behind.off > 0 or behind.read_at < ${overdueSince})
    order by project.id, threshold.id`.execute(tx)
  return rows
}

export async function saveEpisodes(tx: Tx, rows: readonly ({ thresholdId: string } & Episode)[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update thresholds threshold set no_data_since = episode.since, no_data_cause = episode.cause,
      no_data_told_at = episode.told_at, no_data_stopped_at = episode.stopped_at
    from unnest(${rows.map((row) => row.thresholdId)}::uuid[], ${rows.map((row) => row.since)}::timestamptz[],
      ${rows.map((row) => row.cause)}::text[], ${rows.map((row) => row.toldAt)}::timestamptz[],
      ${rows.map((row) => row.stoppedAt)}::timestamptz[]) as episode (id, since, cause, told_at, stopped_at)
    where threshold.id = episode.id`.execute(tx)
}
