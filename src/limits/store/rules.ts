import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import { endOfPeriod, type OnNoData, type Period, startOfPeriod } from '../../thresholds/index.ts'
import type { Rule } from '../decide.ts'

const PERIODS: readonly Period[] = ['day', 'week']

export type Moment = { day: CostDay; at: Date }

/** The periods that a day belongs to, as a table. A paused threshold neither warns nor refuses. */
function askedOn({ day, at }: Moment) {
  const starts = PERIODS.map((period) => startOfPeriod(period, day))
  const ends = PERIODS.map((period, place) => endOfPeriod(period, starts[place] ?? day))
  return sql`(select period, start, (ends_at at time zone 'UTC')::date - 1 as last
    from unnest(${[...PERIODS]}::text[], ${starts}::date[], ${ends}::timestamptz[]) as given (period, start, ends_at)) asked
    join thresholds threshold on threshold.period = asked.period and threshold.removed_at is null
      and (threshold.paused_until is null or threshold.paused_until <= ${at})
    left join threshold_raises raise on raise.threshold_id = threshold.id and raise.period_start = asked.start`
}

/**
 * The hard limits of a project in the periods of this day. One statement, so that a call that is being recorded is seen in
 * what is spent or in what is reserved, and never in both or in neither.
 */
export async function readRules(db: Db, projectId: string, moment: Moment): Promise<Rule[]> {
  const { rows } = await sql<Rule>`
    select threshold.period, trim_scale(greatest(threshold.limit_usd, raise.limit_usd))::text as "limit",
      threshold.on_no_data as "onNoData",
      trim_scale(coalesce((select sum(amount) from project_days day where day.project_id = threshold.project_id
        and day.currency = 'USD' and day.cost_day between asked.start and asked.last), 0))::text as spent,
      trim_scale(coalesce((select sum(amount) from derived.reservations kept where kept.project_id = threshold.project_id
        and kept.cost_day between asked.start and asked.last and kept.expires_at > clock_timestamp()), 0))::text as reserved
    from ${askedOn(moment)}
    where threshold.project_id = ${projectId} and threshold.hard
    order by threshold.period`.execute(db)
  return rows
}

export type HardProject = { projectId: string; onNoData: OnNoData }

/** Who has a hard limit, and the more careful of its choices. */
export async function readHardProjects(db: Db, moment: Moment): Promise<HardProject[]> {
  const { rows } = await sql<HardProject>`
    select threshold.project_id as "projectId", max(threshold.on_no_data) as "onNoData"
    from ${askedOn(moment)} where threshold.hard group by threshold.project_id`.execute(db)
  return rows
}

export type NearLimit = { projectId: string; period: Period; periodStart: CostDay; percent: number }

/** Every threshold of which so much is spent, hard or not. */
export async function readNearLimits(db: Db, moment: Moment, fromPercent: number): Promise<NearLimit[]> {
  const { rows } = await sql<NearLimit>`
    select spent.project_id as "projectId", spent.period, spent.start as "periodStart",
      least(floor(case when spent."limit" > 0 then spent.amount * 100 / spent."limit" else 100 end), 100000)::int as percent
    from (
      select threshold.project_id, threshold.period, asked.start,
        greatest(threshold.limit_usd, raise.limit_usd) as "limit",
        (select sum(amount) from project_days day where day.project_id = threshold.project_id
          and day.currency = 'USD' and day.cost_day between asked.start and asked.last) as amount
      from ${askedOn(moment)}) spent
    where spent.amount > 0 and spent.amount * 100 >= spent."limit" * ${fromPercent}::int`.execute(db)
  return rows
}

/** Moves with every commit that may change any of this. */
export async function readVersion(db: Db): Promise<number> {
  const { rows } = await sql<{ version: number }>`select version from derived.report_version`.execute(db)
  return rows[0]?.version ?? 0
}
