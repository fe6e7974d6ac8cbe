import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import { lastDayOf, PERIODS, type Period, startOfPeriod } from '../periods.ts'
import type { Level, NoDataCause, OnNoData, ThresholdState } from '../threshold.ts'

export type ThresholdView = {
  id: string
  projectId: string
  projectName: string
  period: Period
  periodStart: CostDay
  limit: string
  inForce: string
  levels: readonly Level[]
  onNoData: OnNoData
  hard: boolean
  /** By calls under way, of days of this period. */
  reserved: string
  state: ThresholdState
  stateSince: Date
  pausedUntil: Date | null
  noDataSince: Date | null
  noDataCause: NoDataCause | null
  raisedLimit: string | null
  raiseReason: string | null
  raisedAt: Date | null
  raisedBy: string | null
  breachId: string | null
  highest: number | null
  openedAt: Date | null
  acknowledgedAt: Date | null
  acknowledgedName: string | null
  spend: string | null
  unpriced: boolean
  readAt: Date | null
}

/** Live thresholds of these projects in the periods of today. */
export async function viewThresholds(db: Db, projectIds: readonly string[], today: CostDay): Promise<ThresholdView[]> {
  const starts = PERIODS.map((period) => startOfPeriod(period, today))
  const lasts = PERIODS.map((period, place) => lastDayOf(period, starts[place] ?? today))
  const { rows } = await sql<ThresholdView>`
    with asked as materialized (
      select * from unnest(${[...PERIODS]}::text[], ${starts}::date[], ${lasts}::date[]) as asked (period, start, last)),
    spent as materialized (
      select asked.period, day.project_id, sum(day.amount) as amount, bool_or(day.unpriced) as unpriced
      from asked join project_days day on day.cost_day between asked.start and asked.last and day.currency = 'USD'
      where day.project_id = any(${projectIds}::uuid[])
      group by asked.period, day.project_id),
    sources as materialized (
      select held.project_id, held.organization_id, greatest(
        (select max(read.last_read_at) from billed_days read where read.organization_id = held.organization_id),
        (select min(polled.requested_at) from usage_watermarks polled
          where polled.organization_id = held.organization_id)) as read_at
      from (select distinct project_id, organization_id from bindings
        where to_at is null and project_id = any(${projectIds}::uuid[])) held),
    behind as materialized (select project_id, min(read_at) as read_at from sources group by project_id)
    select threshold.id, project.id as "projectId", project.name as "projectName", threshold.period,
      asked.start as "periodStart", trim_scale(threshold.limit_usd)::text as "limit",
      trim_scale(greatest(threshold.limit_usd, raise.limit_usd))::text as "inForce", threshold.levels,
      threshold.on_no_data as "onNoData", threshold.hard,
      trim_scale(coalesce(case when threshold.hard then (select sum(held.amount) from derived.reservations held
        where held.project_id = threshold.project_id and held.cost_day between asked.start and asked.last
          and held.expires_at > clock_timestamp()) end, 0))::text as reserved, threshold.state, threshold.state_since as "stateSince",
      threshold.paused_until as "pausedUntil", threshold.no_data_since as "noDataSince",
      threshold.no_data_cause as "noDataCause", trim_scale(raise.limit_usd)::text as "raisedLimit",
      raise.reason as "raiseReason", raise.raised_at as "raisedAt", raise.raised_by as "raisedBy",
      breach.id as "breachId", breach.highest_percent as highest, breach.opened_at as "openedAt",
      breach.acknowledged_at as "acknowledgedAt", breach.acknowledged_name as "acknowledgedName",
      trim_scale(coalesce(spent.amount, case when behind.read_at >= asked.start then 0 end))::text as spend,
      coalesce(spent.unpriced, false) as unpriced, behind.read_at as "readAt"
    from asked
    join thresholds threshold on threshold.period = asked.period and threshold.removed_at is null
    join projects project on project.id = threshold.project_id
    left join spent on spent.project_id = threshold.project_id and spent.period = asked.period
    left join behind on behind.project_id = threshold.project_id
    left join threshold_raises raise on raise.threshold_id = threshold.id and raise.period_start = asked.start
    left join breaches breach on breach.threshold_id = threshold.id and breach.period_start = asked.start
    where threshold.project_id = any(${projectIds}::uuid[])`.execute(db)
  return rows
}

export type KnownDay = { projectId: string; day: CostDay; amount: string }

/** USD of closed days that were read, '0' where nothing was spent. A day nobody read is not in it. */
export async function knownDays(
  db: Db,
  projectIds: readonly string[],
  span: { from: CostDay; to: CostDay },
): Promise<KnownDay[]> {
  const { rows } = await sql<KnownDay>`
    select read.project_id as "projectId", read.cost_day as day, trim_scale(coalesce(spent.amount, 0))::text as amount
    from (
      select held.project_id, days.cost_day
      from (select distinct project_id, organization_id from bindings
        where to_at is null and project_id = any(${projectIds}::uuid[])) held
      join billed_days days on days.organization_id = held.organization_id
        and days.cost_day between ${span.from} and ${span.to}
      union
      select project_id, cost_day from project_days
      where project_id = any(${projectIds}::uuid[]) and cost_day between ${span.from} and ${span.to}
        and currency = 'USD') read
    left join project_days spent on spent.project_id = read.project_id and spent.cost_day = read.cost_day
      and spent.currency = 'USD'`.execute(db)
  return rows
}

/** Whether a key in use that reads the project may change its limits; null: no key in use reads it. */
export async function writeAccess(db: Db, projectId: string): Promise<'yes' | 'no' | 'unknown' | null> {
  const { rows } = await sql<{ access: 'yes' | 'no' | 'unknown' | null }>`
    select case when bool_or(key.write_access = 'yes') then 'yes' when bool_or(key.write_access = 'unknown') then 'unknown'
      when bool_or(key.write_access = 'no') then 'no' end as access
    from bindings held join admin_keys key on key.organization_id = held.organization_id and key.state = 'active'
    where held.project_id = ${projectId} and held.to_at is null`.execute(db)
  return rows[0]?.access ?? null
}
