import { type RawBuilder, sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Tx } from '../../platform/db/database.ts'
import { endOfPeriod, type Period, type PeriodSpan } from '../periods.ts'
import type { Level, ThresholdState } from '../threshold.ts'

/** A threshold in one period with everything that a verdict needs. */
export type Candidate = {
  thresholdId: string
  projectId: string
  projectName: string
  teamId: string
  teamName: string
  period: Period
  periodStart: CostDay
  levels: readonly Level[]
  /** In force: the base, or what it was raised to for this period. */
  limit: string
  /** Null: nothing was read of this period yet. */
  spend: string | null
  isPaused: boolean
  isDark: boolean
  state: ThresholdState
  judgedPeriod: CostDay | null
  breachId: string | null
  generation: number
  /** The highest spend and the limit that the breach was last judged by. */
  peak: string | null
  judgedLimit: string | null
  fired: readonly number[]
}

export type Scope = { projectIds: readonly string[] | null; spans: readonly PeriodSpan[]; at: Date }

const THRESHOLDS_LOCK = 7_310_005

/** One judgement at a time, over all processes. Whoever holds the ledger's lock may take this one, never the other way. */
export async function lockThresholds(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${THRESHOLDS_LOCK})`.execute(tx)
}

/**
 * Thresholds in their current period. What is known to be quiet (normal in this period, below its lowest level, neither
 * paused nor without readings) needs no verdict and is left out, except `always`.
 */
export async function currentCandidates(tx: Tx, scope: Scope, always: string | null): Promise<Candidate[]> {
  return candidates(
    tx,
    scope,
    sql`(select threshold.limit_usd, threshold.levels)`,
    sql`threshold.state <> 'normal' or threshold.judged_period is distinct from asked.start
      or threshold.paused_until > ${scope.at} or threshold.no_data_since is not null or threshold.id = ${always} or ${reachesLowest} or breach.id is not null`,
  )
}

/** Thresholds in periods that have ended, by the limit that the period ended with, where the spend reaches any level. */
export async function pastCandidates(tx: Tx, scope: Scope): Promise<Candidate[]> {
  return candidates(
    tx,
    scope,
    sql`(select version.limit_usd, version.levels from threshold_limits version
      where version.threshold_id = threshold.id and version.from_at < asked.ends_at
      order by version.seq desc limit 1)`,
    sql`base.limit_usd is not null and ${reachesLowest}`,
  )
}

const reachesLowest = sql`(spent.amount > 0
  and spent.amount * 100 >= greatest(base.limit_usd, raise.limit_usd) * (base.levels->0->>'percent')::numeric)`

async function candidates(
  tx: Tx,
  { projectIds, spans, at }: Scope,
  base: RawBuilder<unknown>,
  matters: RawBuilder<unknown>,
): Promise<Candidate[]> {
  if (spans.length === 0 || projectIds?.length === 0) return []
  const ofProjects = (column: string) =>
    projectIds === null ? sql`true` : sql`${sql.ref(column)} = any(${projectIds}::uuid[])`
  const { rows } = await sql<Candidate>`
    with asked as materialized (
      select * from unnest(${spans.map(({ period }) => period)}::text[], ${spans.map(({ start }) => start)}::date[],
        ${spans.map(({ last }) => last)}::date[],
        ${spans.map(({ period, start }) => endOfPeriod(period, start))}::timestamptz[]) as asked (period, start, last, ends_at)),
    spent as materialized (
      select asked.period, asked.start, day.project_id, sum(day.amount) as amount
      from asked join project_days day on day.cost_day between asked.start and asked.last and day.currency = 'USD'
      where ${ofProjects('day.project_id')}
      group by asked.period, asked.start, day.project_id)
    select threshold.id as "thresholdId", project.id as "projectId", project.name as "projectName",
      team.id as "teamId", team.name as "teamName", threshold.period, asked.start as "periodStart", base.levels,
      greatest(base.limit_usd, raise.limit_usd)::text as "limit",
      coalesce(spent.amount, case when ${isRead} then 0 end)::text as spend,
      coalesce(threshold.paused_until > ${at}, false) as "isPaused",
      threshold.no_data_since is not null as "isDark",
      threshold.state, threshold.judged_period as "judgedPeriod", breach.id as "breachId",
      coalesce(breach.generation, 1) as generation, breach.spend::text as peak, breach.limit_usd::text as "judgedLimit",
      coalesce(case when breach.id is not null then (select array_agg(level.percent order by level.percent)
        from breach_levels level where level.breach_id = breach.id and level.rearmed_at is null) end, '{}') as fired
    from asked
    join thresholds threshold on threshold.period = asked.period and threshold.removed_at is null
    join projects project on project.id = threshold.project_id and project.archived_at is null
    join teams team on team.id = project.team_id
    cross join lateral ${base} as base
    left join spent on spent.project_id = threshold.project_id and spent.period = asked.period and spent.start = asked.start
    left join threshold_raises raise on raise.threshold_id = threshold.id and raise.period_start = asked.start
    left join breaches breach on breach.threshold_id = threshold.id and breach.period_start = asked.start
    where ${ofProjects('threshold.project_id')} and (${matters})`.execute(tx)
  return rows
}

/** Some reading of the period has come from where the project's costs are: no row then means nothing was spent. */
const isRead = sql`exists (
  select from bindings held where held.project_id = threshold.project_id and held.to_at is null and (
    exists (select from billed_days read where read.organization_id = held.organization_id
      and read.cost_day between asked.start and asked.last)
    or exists (select from usage_watermarks polled where polled.organization_id = held.organization_id
      and polled.requested_at >= asked.start)))`
