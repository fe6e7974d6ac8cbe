import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import type { Period } from '../periods.ts'
import type { Level, OnNoData } from '../threshold.ts'

export type OwnedProject = { id: string; name: string; teamId: string; teamName: string; archivedAt: Date | null }

export async function findProjects(
  db: Db,
  which: { projectId: string } | { teamId: string } | 'all',
): Promise<OwnedProject[]> {
  const condition =
    which === 'all'
      ? sql`project.archived_at is null`
      : 'projectId' in which
        ? sql`project.id = ${which.projectId}`
        : sql`project.team_id = ${which.teamId} and project.archived_at is null`
  const { rows } = await sql<OwnedProject>`
    select project.id, project.name, team.id as "teamId", team.name as "teamName", project.archived_at as "archivedAt"
    from projects project join teams team on team.id = project.team_id
    where ${condition} order by lower(team.name), lower(project.name), project.id`.execute(db)
  return rows
}

export async function isTeam(db: Db, teamId: string): Promise<boolean> {
  const { rows } = await sql`select from teams where id = ${teamId}`.execute(db)
  return rows.length > 0
}

export type ThresholdRow = {
  id: string
  limit: string
  levels: readonly Level[]
  onNoData: OnNoData
  hard: boolean
  pausedUntil: Date | null
  removedAt: Date | null
  /** What the limit was raised to for the period. */
  raised: string | null
}

export async function findThreshold(
  tx: Tx,
  projectId: string,
  period: Period,
  periodStart: CostDay,
): Promise<ThresholdRow | null> {
  const { rows } = await sql<ThresholdRow>`
    select threshold.id, trim_scale(threshold.limit_usd)::text as "limit", threshold.levels, threshold.on_no_data as "onNoData", threshold.hard,
      threshold.paused_until as "pausedUntil", threshold.removed_at as "removedAt",
      trim_scale(raise.limit_usd)::text as raised
    from thresholds threshold
    left join threshold_raises raise on raise.threshold_id = threshold.id and raise.period_start = ${periodStart}
    where threshold.project_id = ${projectId} and threshold.period = ${period}`.execute(tx)
  return rows[0] ?? null
}

export type Setting = { limit: string; levels: readonly Level[]; onNoData: OnNoData; hard: boolean }

/** A removed threshold comes back as the one it was. Answers with its id. */
export async function saveThreshold(
  tx: Tx,
  projectId: string,
  period: Period,
  setting: Setting,
  at: Date,
): Promise<string> {
  const levels = JSON.stringify(setting.levels)
  const { rows } = await sql<{ id: string }>`
    insert into thresholds (project_id, period, limit_usd, levels, on_no_data, hard, state, state_since, created_at)
    values (${projectId}, ${period}, ${setting.limit}, ${levels}, ${setting.onNoData}, ${setting.hard}, 'unknown', ${at}, ${at})
    on conflict (project_id, period) do update set limit_usd = excluded.limit_usd, levels = excluded.levels,
      on_no_data = excluded.on_no_data, hard = excluded.hard, removed_at = null
    returning id`.execute(tx)
  const id = rows[0]?.id
  if (!id) throw new Error('a saved threshold has an id')
  await noteLimit(tx, id, { limit: setting.limit, levels }, at)
  return id
}

export async function markRemoved(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`
    update thresholds set removed_at = ${at}, paused_until = null, state = 'unknown', state_since = ${at},
      judged_period = null, no_data_since = null, no_data_cause = null, no_data_told_at = null, no_data_stopped_at = null
    where id = ${id}`.execute(tx)
  await sql`delete from threshold_raises where threshold_id = ${id}`.execute(tx)
  await noteLimit(tx, id, { limit: null, levels: null }, at)
}

async function noteLimit(
  tx: Tx,
  id: string,
  { limit, levels }: { limit: string | null; levels: string | null },
  at: Date,
): Promise<void> {
  await sql`insert into threshold_limits (threshold_id, from_at, limit_usd, levels)
    values (${id}, ${at}, ${limit}, ${levels})`.execute(tx)
}

export async function savePause(tx: Tx, id: string, until: Date | null): Promise<void> {
  await sql`update thresholds set paused_until = ${until} where id = ${id}`.execute(tx)
}

export type Raise = { limit: string; reason: string; by: string }

export async function saveRaise(tx: Tx, id: string, periodStart: CostDay, raise: Raise, at: Date): Promise<void> {
  await sql`
    insert into threshold_raises (threshold_id, period_start, limit_usd, reason, raised_at, raised_by)
    values (${id}, ${periodStart}, ${raise.limit}, ${raise.reason}, ${at}, ${raise.by})
    on conflict (threshold_id, period_start) do update set limit_usd = excluded.limit_usd, reason = excluded.reason,
      raised_at = excluded.raised_at, raised_by = excluded.raised_by`.execute(tx)
}

export async function deleteRaise(tx: Tx, id: string, periodStart: CostDay): Promise<void> {
  await sql`delete from threshold_raises where threshold_id = ${id} and period_start = ${periodStart}`.execute(tx)
}
