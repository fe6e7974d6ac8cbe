import { type RawBuilder, sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Counters, OutcomeSource } from '../outcome.ts'
import type { DayKey } from '../sum-days.ts'
import { type Reach, seenDays } from './reach.ts'

export type ListedDay = DayKey & {
  attempts: number
  successes: number
  feedbackSum: string
  feedbackCount: number
  counters: Counters
  totalId: string | null
  source: OutcomeSource | null
  enteredBy: string | null
  keyName: string | null
  enteredAt: Date | null
  score: string | null
  low: string | null
  high: string | null
  /** Single outcomes that were recorded; they do not count where there is a total. */
  singles: number
  corrections: number
}

export type DayFilter = { from?: CostDay | undefined; to?: CostDay | undefined; task?: string | undefined }

/** The newest day first, and within it the tasks as the index has them: those without a name last. */
export async function listDays(
  db: Db,
  reach: Reach,
  filter: DayFilter,
  { after, limit }: { after: DayKey | null; limit: number },
): Promise<ListedDay[]> {
  // First the page by its index, then what belongs to it.
  const { rows } = await sql<ListedDay>`
    with page as materialized (
      select one.* from outcome_days one
      where ${seenDays(reach)} and ${sql.join([...conditionsOf(filter), placeOf(after)], sql` and `)}
      order by one.cost_day desc, one.task desc limit ${limit})
    select page.task, page.cost_day as "costDay", page.attempts, page.successes,
      trim_scale(page.feedback_sum)::text as "feedbackSum", page.feedback_count as "feedbackCount", page.counters,
      t.id as "totalId", t.source, t.entered_by as "enteredBy", k.name as "keyName", t.entered_at as "enteredAt",
      trim_scale(t.feedback_score)::text as score, trim_scale(t.feedback_min)::text as low,
      trim_scale(t.feedback_max)::text as high,
      coalesce((select s.attempts from outcome_single_days s
        where s.project_id = page.project_id and s.task = page.task and s.cost_day = page.cost_day), 0) as singles,
      (select count(*) from outcome_changes c
        where c.project_id = page.project_id and c.cost_day = page.cost_day and c.task = page.task) as corrections
    from page
    left join lateral (select * from outcome_totals total
      where total.project_id = page.project_id and total.task = page.task and total.cost_day = page.cost_day) t on true
    left join project_keys k on k.id = t.key_id
    order by page.cost_day desc, page.task desc`.execute(db)
  return rows
}

function conditionsOf({ from, to, task }: DayFilter): RawBuilder<unknown>[] {
  return [
    ...(from === undefined ? [] : [sql`one.cost_day >= ${from}`]),
    ...(to === undefined ? [] : [sql`one.cost_day <= ${to}`]),
    ...(task === undefined ? [] : [sql`one.task = ${task}`]),
  ]
}

function placeOf(after: DayKey | null): RawBuilder<unknown> {
  if (after === null) return sql`true`
  return sql`(one.cost_day, one.task) < (${after.costDay}::date, ${after.task}::text)`
}
