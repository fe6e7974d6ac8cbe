import { type RawBuilder, sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'

export type LimitRow = {
  projectId: string
  period: 'day' | 'week'
  limit: string
  spend: string
  /** Rounded to four decimals; null for a limit of 0. */
  ratio: number | null
  state: 'unknown' | 'normal' | 'warning' | 'exceeded' | 'no-data' | 'paused'
  resetsAt: Date
}

/**
 * What each live threshold allows in the period that is running, and how much of it is spent. A state that speaks of a
 * period that is over says nothing of this one.
 */
const uses = (day: CostDay, projects: RawBuilder<unknown>) => sql`
  select threshold.project_id, threshold.period, limits.amount as limit_usd, coalesce(spent.amount, 0) as spend,
    spent.amount / nullif(limits.amount, 0) as ratio,
    case when threshold.judged_period = began.day then threshold.state
      when threshold.state in ('paused', 'no-data') then threshold.state else 'unknown' end as state, began.day as start
  from thresholds threshold
  cross join lateral (select case threshold.period when 'day' then ${day}::date
    else date_trunc('week', ${day}::date)::date end as day) began
  left join threshold_raises raise on raise.threshold_id = threshold.id and raise.period_start = began.day
  cross join lateral (select greatest(threshold.limit_usd, raise.limit_usd) as amount) limits
  left join lateral (select sum(day.amount) as amount from project_days day
    where day.project_id = threshold.project_id and day.cost_day between began.day and ${day} and day.currency = 'USD') spent
    on true
  where threshold.removed_at is null and ${projects}`

export async function limitUses(db: Db, projectIds: readonly string[], day: CostDay): Promise<Map<string, LimitRow[]>> {
  const { rows } = await sql<LimitRow>`
    select project_id as "projectId", period, limit_usd::text as "limit", spend::text as spend,
      round(coalesce(ratio, case when limit_usd > 0 then 0 end), 4)::float8 as ratio, state,
      (start + case period when 'day' then 1 else 7 end)::timestamp at time zone 'UTC' as "resetsAt"
    from (${uses(day, sql`threshold.project_id = any(${projectIds}::uuid[])`)}) as used
    order by project_id, period`.execute(db)
  return Map.groupBy(rows, (row) => row.projectId)
}

/** By project: the worst its thresholds say, and how far the fullest of them is filled. For lists that are sorted by it. */
export const standings = (day: CostDay) => sql`
  select project_id,
    case max(case state when 'exceeded' then 3 when 'warning' then 2 when 'no-data' then 1 else 0 end)
      when 3 then 'exceeded' when 2 then 'warning' when 1 then 'no-data' end as worst,
    max(case when limit_usd = 0 and spend > 0 then 'infinity'::numeric else coalesce(ratio, 0) end) as fullest
  from (${uses(day, sql`true`)}) as used group by project_id`

/** `blocked` or `slowed` while a block of the project or of its team is not wholly released. */
export const heldBack = sql`(
  select case when bool_or(block.grade = 'stop') then 'blocked' when count(*) > 0 then 'slowed' end from blocks block
  where block.state <> 'released'
    and (block.project_id = project.id or block.project_id is null and block.team_id = project.team_id))`

export type Alarm = 'blocked' | 'slowed' | 'exceeded' | 'warning' | 'no-data'

export async function alarmsOf(
  db: Db,
  projectIds: readonly string[],
  day: CostDay,
): Promise<Map<string, Alarm | null>> {
  const { rows } = await sql<{ id: string; alarm: Alarm | null }>`
    select project.id, coalesce(${heldBack}, standing.worst) as alarm
    from projects project left join (${standings(day)}) as standing on standing.project_id = project.id
    where project.id = any(${projectIds}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.alarm]))
}
