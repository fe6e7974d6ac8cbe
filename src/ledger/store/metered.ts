import { sql } from 'kysely'
import { costDayOf } from '../../platform/cost-day.ts'
import { plainArray } from '../../platform/db/arrays.ts'
import type { Tx } from '../../platform/db/database.ts'
import type { Metered } from '../metered.ts'

/** Adds these to what is known of their minutes and days. */
export async function addMetered(tx: Tx, metered: readonly Metered[]): Promise<void> {
  const given = sql`unnest(${plainArray(metered.map((one) => one.projectId))}::uuid[],
    ${plainArray(metered.map((one) => one.minute.toISOString()))}::timestamptz[],
    ${plainArray(metered.map((one) => costDayOf(one.minute)))}::date[], ${plainArray(metered.map((one) => one.kind))}::text[],
    ${plainArray(metered.map((one) => one.calls))}::bigint[], ${plainArray(metered.map((one) => one.cost))}::numeric[],
    ${plainArray(metered.map((one) => one.unpriced))}::bigint[])
    as given (project_id, minute, cost_day, kind, calls, cost, unpriced)`
  await sql`
    insert into metered_minutes as known (project_id, minute, kind, calls, cost, unpriced)
    select project_id, minute, kind, sum(calls), sum(cost), sum(unpriced) from ${given} group by project_id, minute, kind
    on conflict (project_id, minute, kind) do update set calls = known.calls + excluded.calls,
      cost = known.cost + excluded.cost, unpriced = known.unpriced + excluded.unpriced`.execute(tx)
  await sql`
    insert into metered_days as known (project_id, cost_day, kind, calls, cost, unpriced)
    select project_id, cost_day, kind, sum(calls), sum(cost), sum(unpriced) from ${given} group by project_id, cost_day, kind
    on conflict (project_id, cost_day, kind) do update set calls = known.calls + excluded.calls,
      cost = known.cost + excluded.cost, unpriced = known.unpriced + excluded.unpriced`.execute(tx)
}
