import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import { textArray } from '../../platform/db/arrays.ts'
import type { Db, Tx } from '../../platform/db/database.ts'
import { shareOfScale } from '../feedback.ts'
import type { Counters, Single, Teller, Told } from '../outcome.ts'
import { type FeedbackColumns, feedbackIn } from './feedback-columns.ts'

export type KnownSingle = Single & { isRemoved: boolean }

export type SingleRow = FeedbackColumns & {
  id: string
  at: Date
  costDay: CostDay
  task: string
  saysTask: boolean
  success: boolean
  counters: Counters
  responseId: string | null
  isRemoved: boolean
}

export const singleColumns = sql.raw(`
  one.id, one.at, one.cost_day as "costDay", one.task, one.says_task as "saysTask", one.success,
  trim_scale(one.feedback_score)::text as score, trim_scale(one.feedback_min)::text as low,
  trim_scale(one.feedback_max)::text as high, one.counters, one.response_id as "responseId",
  one.removed_at is not null as "isRemoved"`)

export async function findSingles(
  db: Db,
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, KnownSingle>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<SingleRow>`
    select ${singleColumns} from outcomes one
    where one.project_id = ${projectId} and one.id = any(${textArray(ids)}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.id, singleOf(row)]))
}

export function singleOf({ score, low, high, ...rest }: SingleRow): KnownSingle {
  return { ...rest, feedback: feedbackIn({ score, low, high }) }
}

/** Each id once. */
export async function saveSingles(
  tx: Tx,
  projectId: string,
  singles: readonly Told<Single>[],
  { keyId, name }: Teller,
  at: Date,
): Promise<void> {
  if (singles.length === 0) return
  const rows = JSON.stringify(singles.map(rowOf))
  await sql`
    insert into outcomes as known (project_id, id, at, cost_day, task, says_task, success, feedback_score, feedback_min,
      feedback_max, feedback, counters, response_id, source, key_id, entered_by, recorded_at)
    select ${projectId}, given.*, ${keyId}, ${name}, ${at}
    from jsonb_to_recordset(${rows}::jsonb) as given (id text, at timestamptz, cost_day date, task text, says_task boolean,
      success boolean, score numeric, low numeric, high numeric, share numeric, counters jsonb, response_id text, source text)
    on conflict (project_id, id) do update set at = excluded.at, cost_day = excluded.cost_day, task = excluded.task,
      says_task = excluded.says_task, success = excluded.success, feedback_score = excluded.feedback_score,
      feedback_min = excluded.feedback_min, feedback_max = excluded.feedback_max, feedback = excluded.feedback,
      counters = excluded.counters, response_id = excluded.response_id, source = excluded.source,
      key_id = excluded.key_id, entered_by = excluded.entered_by, recorded_at = excluded.recorded_at`.execute(tx)
}

function rowOf({ id, at, costDay, task, saysTask, success, feedback, counters, responseId, source }: Told<Single>) {
  return {
    id,
    at,
    cost_day: costDay,
    task,
    says_task: saysTask,
    success,
    score: feedback?.score ?? null,
    low: feedback?.min ?? null,
    high: feedback?.max ?? null,
    share: feedback && shareOfScale(feedback),
    counters,
    response_id: responseId,
    source,
  }
}

/** Of outcomes that say none themselves. */
export async function moveToTask(tx: Tx, projectId: string, singles: readonly Single[]): Promise<void> {
  if (singles.length === 0) return
  const [ids, tasks] = [singles.map(({ id }) => id), singles.map(({ task }) => task)]
  await sql`
    update outcomes known set task = given.task
    from unnest(${textArray(ids)}::text[], ${textArray(tasks)}::text[]) as given (id, task)
    where known.project_id = ${projectId} and known.id = given.id`.execute(tx)
}
