import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Tx } from '../../platform/db/database.ts'
import type { Period } from '../periods.ts'
import type { Effect, ThresholdState } from '../threshold.ts'

export type JudgedBreach = {
  thresholdId: string
  projectId: string
  teamId: string
  period: Period
  periodStart: CostDay
  limit: string
  spend: string
  highest: number
  generation: number
  /** Of a period that has ended: there is nothing left to do about it. */
  isClosed: boolean
}

/**
 * Opens breaches and brings known ones up to date: the highest spend stays. Exceeding the limit is news also to whoever had
 * acknowledged a warning. Answers with the ids in the order of the rows.
 */
export async function saveBreaches(tx: Tx, rows: readonly JudgedBreach[], at: Date): Promise<string[]> {
  if (rows.length === 0) return []
  const { rows: saved } = await sql<{ id: string; thresholdId: string; periodStart: CostDay }>`
    insert into breaches (threshold_id, project_id, team_id, period, period_start, limit_usd, spend, highest_percent,
      generation, opened_at, closed_at)
    select threshold_id, project_id, team_id, period, period_start, limit_usd, spend, highest, generation, ${at},
      case when is_closed then ${at}::timestamptz end
    from unnest(${rows.map((row) => row.thresholdId)}::uuid[], ${rows.map((row) => row.projectId)}::uuid[],
      ${rows.map((row) => row.teamId)}::uuid[], ${rows.map((row) => row.period)}::text[],
      ${rows.map((row) => row.periodStart)}::date[], ${rows.map((row) => row.limit)}::numeric[],
      ${rows.map((row) => row.spend)}::numeric[], ${rows.map((row) => row.highest)}::int[],
      ${rows.map((row) => row.generation)}::int[], ${rows.map((row) => row.isClosed)}::boolean[])
      as judged (threshold_id, project_id, team_id, period, period_start, limit_usd, spend, highest, generation, is_closed)
    on conflict (threshold_id, period_start) do update set limit_usd = excluded.limit_usd,
      spend = greatest(breaches.spend, excluded.spend), highest_percent = excluded.highest_percent,
      generation = excluded.generation,
      closed_at = case when excluded.closed_at is null then null else coalesce(breaches.closed_at, excluded.closed_at) end,
      acknowledged_at = case when breaches.highest_percent < 100 and excluded.highest_percent >= 100 then null
        else breaches.acknowledged_at end
    returning id, threshold_id as "thresholdId", period_start as "periodStart"`.execute(tx)
  const ids = new Map(saved.map((row) => [`${row.thresholdId} ${row.periodStart}`, row.id]))
  return rows.map((row) => ids.get(`${row.thresholdId} ${row.periodStart}`) ?? '')
}

export async function moveBreaches(
  tx: Tx,
  { projectId, teamId }: { projectId: string; teamId: string },
): Promise<void> {
  await sql`
    update breaches set team_id = ${teamId} where project_id = ${projectId} and closed_at is null`.execute(tx)
}

export type CrossedLevel = {
  breachId: string
  percent: number
  generation: number
  effect: Effect
  spend: string
  limit: string
}

export async function insertLevels(tx: Tx, rows: readonly CrossedLevel[], at: Date): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into breach_levels (breach_id, percent, generation, effect, crossed_at, spend, limit_usd)
    select breach_id, percent, generation, effect, ${at}, spend, limit_usd
    from unnest(${rows.map((row) => row.breachId)}::uuid[], ${rows.map((row) => row.percent)}::int[],
      ${rows.map((row) => row.generation)}::int[], ${rows.map((row) => row.effect)}::text[],
      ${rows.map((row) => row.spend)}::numeric[], ${rows.map((row) => row.limit)}::numeric[])
      as crossed (breach_id, percent, generation, effect, spend, limit_usd)`.execute(tx)
}

export async function rearmLevels(
  tx: Tx,
  rows: readonly { breachId: string; percent: number }[],
  at: Date,
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update breach_levels level set rearmed_at = ${at}
    from unnest(${rows.map((row) => row.breachId)}::uuid[], ${rows.map((row) => row.percent)}::int[])
      as raised (breach_id, percent)
    where level.breach_id = raised.breach_id and level.percent = raised.percent and level.rearmed_at is null`.execute(
    tx,
  )
}

export type NewState = { thresholdId: string; periodStart: CostDay; state: ThresholdState; isNews: boolean }

/** `isNews`: the state itself changed, not only the period that it speaks of. */
export async function saveStates(tx: Tx, rows: readonly NewState[], at: Date): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update thresholds threshold set state = judged.state, judged_period = judged.period_start,
      state_since = case when judged.is_news then ${at} else threshold.state_since end
    from unnest(${rows.map((row) => row.thresholdId)}::uuid[], ${rows.map((row) => row.periodStart)}::date[],
      ${rows.map((row) => row.state)}::text[], ${rows.map((row) => row.isNews)}::boolean[])
      as judged (id, period_start, state, is_news)
    where threshold.id = judged.id`.execute(tx)
}
