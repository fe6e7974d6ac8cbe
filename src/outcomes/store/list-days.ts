import { sql } from 'kysely'
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

/** The newest day first, its tasks by name. */
export async function listDays(
  db: Db,
  reach: Reach,
  { from, to, task }: DayFilter,
  { after, limit }: { after: DayKey | null; limit: number },
): Promise<ListedDay[]> {
  const { rows } = await sql<ListedDay>`
    select one.task, one.cost_day as "costDay", one.attempts, one.successes,
      trim_scale(one.feedback_sum)::text as "feedbackSum", one.feedback_count as "feedbackCount", one.counters,
      t.id as "totalId", t.source, t.entered_by as "enteredBy", k.name as "keyName", t.entered_at as "enteredAt",
      trim_scale(t.feedback_score)::text as score, trim_scale(t.feedback_min)::text as low,
      trim_scale(t.feedback_max)::text as high, coalesce(s.attempts, 0) as singles,
      (select count(*) from outcome_changes c
        where c.project_id = one.project_id and c.cost_day = one.cost_day and c.task = one.task) as corrections
    from outcome_days one
    left join outcome_totals t using (project_id, task, cost_day)
    left join outcome_single_days s using (project_id, task, cost_day)
    left join project_keys k on k.id = t.key_id
    where ${seenDays(reach)}
      and (${from ?? null}::date is null or one.cost_day >= ${from ?? null}::date)
      and (${to ?? null}::date is null or one.cost_day <= ${to ?? null}::date)
      and (${task ?? null}::text is null or one.task = ${task ?? null}::text)
      and (${after?.costDay ?? null}::date is null or one.cost_day < ${after?.costDay ?? null}::date
        or (one.cost_day = ${after?.costDay ?? null}::date and one.task collate "C" > ${after?.task ?? null}::text))
    order by one.cost_day desc, one.task collate "C" limit ${limit}`.execute(db)
  return rows
}
