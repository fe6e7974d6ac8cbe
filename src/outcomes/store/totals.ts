import { sql } from 'kysely'
import { plainArray, textArray } from '../../platform/db/arrays.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import { multiplyDecimals } from '../../platform/money.ts'
import { shareOfScale } from '../feedback.ts'
import type { Counters, Teller, Told, Total } from '../outcome.ts'
import { type DayKey, nameOfDay } from '../sum-days.ts'
import { type FeedbackColumns, feedbackIn } from './feedback-columns.ts'

export type TotalRow = FeedbackColumns &
  DayKey & { attempts: number; successes: number; feedbackCount: number | null; counters: Counters }

export const totalColumns = sql.raw(`
  one.task, one.cost_day as "costDay", one.attempts, one.successes, trim_scale(one.feedback_score)::text as score,
  trim_scale(one.feedback_min)::text as low, trim_scale(one.feedback_max)::text as high,
  one.feedback_count as "feedbackCount", one.counters`)

export async function findTotals(db: Db, projectId: string, days: readonly DayKey[]): Promise<Map<string, Total>> {
  if (days.length === 0) return new Map()
  const { rows } = await sql<TotalRow>`
    select ${totalColumns} from outcome_totals one
    join unnest(${textArray(days.map(({ task }) => task))}::text[], ${plainArray(days.map(({ costDay }) => costDay))}::date[])
      as wanted (task, cost_day) on one.task = wanted.task and one.cost_day = wanted.cost_day
    where one.project_id = ${projectId}`.execute(db)
  return new Map(rows.map((row) => [nameOfDay(row), totalOf(row)]))
}

export function totalOf({ score, low, high, feedbackCount, ...rest }: TotalRow): Total {
  const feedback = feedbackIn({ score, low, high })
  return { ...rest, feedback: feedback && { ...feedback, count: feedbackCount ?? 0 } }
}

/** Each day and task once. */
export async function saveTotals(
  tx: Tx,
  projectId: string,
  totals: readonly Told<Total>[],
  { keyId, name }: Teller,
  at: Date,
): Promise<void> {
  if (totals.length === 0) return
  const rows = JSON.stringify(totals.map(rowOf))
  await sql`
    insert into outcome_totals (project_id, task, cost_day, attempts, successes, feedback_score, feedback_count,
      feedback_min, feedback_max, feedback_sum, counters, source, key_id, entered_by, entered_at)
    select ${projectId}, given.*, ${keyId}, ${name}, ${at}
    from jsonb_to_recordset(${rows}::jsonb) as given (task text, cost_day date, attempts bigint, successes bigint,
      score numeric, count bigint, low numeric, high numeric, sum numeric, counters jsonb, source text)
    on conflict (project_id, task, cost_day) do update set attempts = excluded.attempts, successes = excluded.successes,
      feedback_score = excluded.feedback_score, feedback_count = excluded.feedback_count,
      feedback_min = excluded.feedback_min, feedback_max = excluded.feedback_max, feedback_sum = excluded.feedback_sum,
      counters = excluded.counters, source = excluded.source, key_id = excluded.key_id,
      entered_by = excluded.entered_by, entered_at = excluded.entered_at`.execute(tx)
}

function rowOf({ task, costDay, attempts, successes, feedback, counters, source }: Told<Total>) {
  return {
    task,
    cost_day: costDay,
    attempts,
    successes,
    score: feedback?.score ?? null,
    count: feedback?.count ?? null,
    low: feedback?.min ?? null,
    high: feedback?.max ?? null,
    sum: feedback && multiplyDecimals(shareOfScale(feedback), String(feedback.count)),
    counters,
    source,
  }
}

export async function findTotalById(db: Db, projectId: string, id: string): Promise<Total | null> {
  const { rows } = await sql<TotalRow>`
    select ${totalColumns} from outcome_totals one where one.project_id = ${projectId} and one.id = ${id}`.execute(db)
  return rows[0] ? totalOf(rows[0]) : null
}

export async function deleteTotal(tx: Tx, projectId: string, { task, costDay }: DayKey): Promise<void> {
  await sql`
    delete from outcome_totals where project_id = ${projectId} and task = ${task} and cost_day = ${costDay}`.execute(tx)
}
