import { sql } from 'kysely'
import { type CostDay, costDayOf } from '../../platform/cost-day.ts'
import { plainArray } from '../../platform/db/arrays.ts'
import type { Tx } from '../../platform/db/database.ts'
import type { UsageKind } from '../../pricing/index.ts'
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

export type ProjectDays = { projectIds: string[]; days: CostDay[] }

/** The projects with calls of a kind on days that usage is now read further into than it was. */
export async function meteredBetween(
  tx: Tx,
  usage: { organizationId: string; kind: UsageKind },
  from: Date | null,
  to: Date,
): Promise<ProjectDays> {
  const { rows } = await sql<{ projectId: string; day: CostDay }>`
    select distinct day.project_id as "projectId", day.cost_day as day
    from attribution held join metered_days day on day.project_id = held.project_id
      and day.cost_day >= held.from_day and (held.to_day is null or day.cost_day < held.to_day)
    where held.organization_id = ${usage.organizationId} and day.kind = ${usage.kind}
      and (${from}::timestamptz is null or day.cost_day >= (${from}::timestamptz at time zone 'UTC')::date)
      and day.cost_day <= (${to}::timestamptz at time zone 'UTC')::date`.execute(tx)
  return {
    projectIds: [...new Set(rows.map(({ projectId }) => projectId))],
    days: [...new Set(rows.map(({ day }) => day))],
  }
}

/** A minute is needed for as long as usage may not be read up to it, and by nobody else after some days. */
export async function dropMeteredBefore(tx: Tx, before: Date): Promise<void> {
  await sql`
    delete from metered_minutes minute where minute.minute < ${before} and not exists (
      select from attribution held join usage_watermarks mark
        on mark.organization_id = held.organization_id and mark.kind = minute.kind
      where held.project_id = minute.project_id
        and mark.seen_until < ((minute.minute at time zone 'UTC')::date + 1)::timestamp at time zone 'UTC')`.execute(tx)
}
