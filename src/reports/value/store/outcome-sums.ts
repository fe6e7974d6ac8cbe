import { sql } from 'kysely'
import type { CostDay } from '../../../platform/cost-day.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Span } from '../../figures.ts'
import type { OutcomeFigures } from '../../worth/worth.ts'
import { type Seen, seenOn } from './seen-on.ts'

export type TaskOutcome = OutcomeFigures & { task: string; isBefore: boolean }

const sums = sql`sum(attempts)::bigint as attempts, sum(successes)::bigint as successes,
  trim_scale(sum(feedback_sum))::text as "feedbackSum", sum(feedback_count)::bigint as "feedbackCount"`

/** By task, in the span and in the one before it. */
export async function taskOutcomes(
  db: Db,
  seen: Seen,
  { span, previous }: { span: Span; previous: Span },
): Promise<TaskOutcome[]> {
  const { rows } = await sql<TaskOutcome>`
    select task, cost_day < ${span.from} as "isBefore", ${sums} from outcome_days one
    where project_id = ${seen.projectId} and cost_day between ${previous.from} and ${span.to}
      and ${seenOn(seen, sql`one.cost_day`)}
    group by 1, 2 order by 1, 2`.execute(db)
  return rows
}

export type DayOutcome = { day: CostDay; attempts: number; successes: number }

export async function dayOutcomes(db: Db, seen: Seen, { from, to }: Span): Promise<DayOutcome[]> {
  const { rows } = await sql<DayOutcome>`
    select cost_day as day, sum(attempts)::bigint as attempts, sum(successes)::bigint as successes from outcome_days one
    where project_id = ${seen.projectId} and cost_day between ${from} and ${to} and ${seenOn(seen, sql`one.cost_day`)}
    group by cost_day order by cost_day`.execute(db)
  return rows
}

export async function firstOutcomeDay(db: Db, seen: Seen): Promise<CostDay | null> {
  const { rows } = await sql<{ day: CostDay | null }>`
    select min(cost_day) as day from outcome_days one
    where project_id = ${seen.projectId} and ${seenOn(seen, sql`one.cost_day`)}`.execute(db)
  return rows[0]?.day ?? null
}
