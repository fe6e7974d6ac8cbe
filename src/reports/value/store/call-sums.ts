import { sql } from 'kysely'
import type { CostDay } from '../../../platform/cost-day.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Span } from '../../figures.ts'
import { type Seen, seenOn } from './seen-on.ts'

export type CallSum = {
  dimension: 'all' | 'task' | 'intent' | 'model' | 'user'
  /** '' where calls do not say; null: all that are not among the dearest, together. */
  value: string | null
  values: number
  calls: number
  previousCalls: number
  refused: number
  unpriced: number
  cost: string
  previousCost: string
  previousUnpriced: number
}

/**
 * A project's calls by what they say of themselves, the dearest of each first and beside them these tasks; from the sums of
 * days, never from calls.
 */
export async function callSums(
  db: Db,
  seen: Seen,
  { span, previous, most, tasks }: { span: Span; previous: Span; most: number; tasks: readonly string[] },
): Promise<CallSum[]> {
  const { rows } = await sql<CallSum>`
    with spans as (
      select dimension, value, cost_day < ${span.from} as is_before, sum(calls) as calls, sum(refused) as refused,
        sum(unpriced_calls) as unpriced, sum(cost) as cost
      from call_days one
      where project_id = ${seen.projectId} and dimension = any(array['all', 'task', 'intent', 'model', 'user'])
        and cost_day between ${previous.from} and ${span.to} and ${seenOn(seen, sql`one.cost_day`)}
      group by 1, 2, 3),
    sums as (
      select dimension, value, coalesce(sum(calls) filter (where not is_before), 0) as calls,
        coalesce(sum(calls) filter (where is_before), 0) as previous_calls,
        coalesce(sum(refused) filter (where not is_before), 0) as refused,
        coalesce(sum(unpriced) filter (where not is_before), 0) as unpriced,
        coalesce(sum(cost) filter (where not is_before), 0) as cost,
        coalesce(sum(cost) filter (where is_before), 0) as previous_cost,
        coalesce(sum(unpriced) filter (where is_before), 0) as previous_unpriced
      from spans group by dimension, value having sum(calls) > 0),
    ranked as (
      select *, row_number() over (partition by dimension order by cost desc, calls desc, previous_cost desc, value) as place
      from sums),
    placed as (
      select *, case when place <= ${most} or dimension = 'task' and value = any(${tasks}::text[]) then place end as shown
      from ranked)
    select dimension, case when shown is not null then min(value) end as value, count(*)::int as values,
      sum(calls)::bigint as calls, sum(previous_calls)::bigint as "previousCalls", sum(refused)::bigint as refused,
      sum(unpriced)::bigint as unpriced, trim_scale(sum(cost))::text as cost,
      trim_scale(sum(previous_cost))::text as "previousCost", sum(previous_unpriced)::bigint as "previousUnpriced"
    from placed group by dimension, shown order by dimension, shown nulls last`.execute(db)
  return rows
}

export type DayCalls = { calls: number; cost: string; unpriced: number }

export async function callsOn(db: Db, seen: Seen, day: CostDay): Promise<DayCalls | null> {
  const { rows } = await sql<DayCalls>`
    select calls, trim_scale(cost)::text as cost, unpriced_calls as unpriced from call_days one
    where project_id = ${seen.projectId} and dimension = 'all' and cost_day = ${day} and calls > 0
      and ${seenOn(seen, sql`one.cost_day`)}`.execute(db)
  return rows[0] ?? null
}
