import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Quantities, UsageSeries } from '../../pricing/index.ts'
import { quantitySums } from './counters.ts'

export type WantedDays = { projectId: string; teamIds: readonly string[] | null; from: CostDay; to: CostDay }

// The scopes of the project as `held` and `scope`, on days on which it held them; members see those of their own teams.
const heldBy = ({ projectId }: WantedDays) => sql`
  attribution held join cost_scopes scope
    on scope.organization_id = held.organization_id and scope.external_id = held.external_id
    and held.project_id = ${projectId}
    and held.external_id = any(array(select external_id from bindings where project_id = ${projectId}))`
const isSeen = ({ projectId, teamIds, from, to }: WantedDays, column: 'line.cost_day' | 'used.cost_day') => {
  const day = sql.ref(column)
  return sql`${day} between ${from} and ${to} and ${day} >= held.from_day and (held.to_day is null or ${day} < held.to_day)
    and (${teamIds}::uuid[] is null or exists (select from project_team_days home
      where home.project_id = ${projectId} and home.team_id = any(${teamIds}::uuid[])
        and ${day} >= home.from_day and (home.to_day is null or ${day} < home.to_day)))`
}

export type BilledPart = { day: CostDay; lineItem: string | null; amount: string; quantity: string | null }

/** Estimates are dollars, so only dollars are compared. */
export async function billedParts(db: Db, wanted: WantedDays): Promise<BilledPart[]> {
  const { rows } = await sql<BilledPart>`
    select line.cost_day as day, item.name as "lineItem", sum(line.amount)::text as amount, sum(line.quantity)::text as quantity
    from ${heldBy(wanted)} join billed_lines line on line.scope_id = scope.id
    join cost_line_items item on item.id = line.line_item_id
    where line.currency = 'USD' and ${isSeen(wanted, 'line.cost_day')}
    group by line.cost_day, item.name`.execute(db)
  return rows
}

export type CountedPart = { scopeId: number; day: CostDay; apiKeyId: string | null } & UsageSeries & Quantities

export async function countedParts(db: Db, wanted: WantedDays): Promise<CountedPart[]> {
  const { rows } = await sql<CountedPart>`
    select scope.id as "scopeId", used.cost_day as day, series.api_key_id as "apiKeyId", series.kind, series.model, series.batch, series.service_tier as "serviceTier", series.size,
      series.source, series.context_level as "contextLevel", ${quantitySums('used')}
    from ${heldBy(wanted)} join usage_series series on series.scope_id = scope.id
    join usage_days used on used.series_id = series.id
    where ${isSeen(wanted, 'used.cost_day')}
    group by scope.id, used.cost_day, series.api_key_id, series.kind, series.model, series.batch, series.service_tier,
      series.size, series.source, series.context_level`.execute(db)
  return rows
}

export type ReadDay = { day: CostDay; settled: boolean }

/** Days of which a bill was read, in all organizations that the project held something of on that day. */
export async function billedDaysOf(db: Db, wanted: WantedDays): Promise<ReadDay[]> {
  const { rows } = await sql<ReadDay>`
    select asked.day::date as day, bool_and(coalesce(read.settled, false)) as settled
    from generate_series(${wanted.from}::timestamp, ${wanted.to}::timestamp, interval '1 day') as asked (day)
    join ${heldBy(wanted)} on asked.day >= held.from_day and (held.to_day is null or asked.day < held.to_day)
    left join billed_days read on read.organization_id = held.organization_id and read.cost_day = asked.day::date
    group by asked.day having bool_and(read.cost_day is not null)`.execute(db)
  return rows
}
