import { type RawBuilder, sql } from 'kysely'
import { ESTIMATE_CURRENCY } from './choose.ts'

const dayStart = sql`day.cost_day::timestamp at time zone 'UTC'`
const dayEnd = sql`(day.cost_day + 1)::timestamp at time zone 'UTC'`

/**
 * What calls came to by project and day: `cost` all of them, `after` those of which usage does not speak yet. A kind of
 * usage is read up to the last minute that held any of it; a settled bill leaves nothing after it, and a project without a
 * binding has nothing but its calls. Of several organizations the one that is read furthest decides.
 */
export function meteredDays(projectIds: readonly string[], onDays: RawBuilder<unknown>) {
  return sql`
    select day.project_id, day.cost_day, ${ESTIMATE_CURRENCY}::text as currency, sum(day.cost) as cost,
      sum(case left_over.by when 'day' then day.cost when 'minutes' then tail.cost else 0 end) as after,
      bool_or(case left_over.by when 'day' then day.unpriced > 0 when 'minutes' then tail.unpriced > 0 else false end) as unpriced
    from metered_days day
    cross join lateral (
      select count(*) as holders, bool_and(read.settled is true) as settled, max(mark.seen_until) as seen_until
      from attribution held
      left join billed_days read on read.organization_id = held.organization_id and read.cost_day = day.cost_day
      left join usage_watermarks mark on mark.organization_id = held.organization_id and mark.kind = day.kind
      where held.project_id = day.project_id
        and day.cost_day >= held.from_day and (held.to_day is null or day.cost_day < held.to_day)) as known
    cross join lateral (
      select case
        when known.holders = 0 then 'day'
        when known.settled or known.seen_until >= ${dayEnd} then 'nothing'
        when known.seen_until > ${dayStart} then 'minutes'
        else 'day' end as by) as left_over
    cross join lateral (
      select coalesce(sum(minute.cost), 0) as cost, coalesce(sum(minute.unpriced), 0) as unpriced
      from metered_minutes minute
      where left_over.by = 'minutes' and minute.project_id = day.project_id and minute.kind = day.kind
        and minute.minute >= known.seen_until and minute.minute < ${dayEnd}) as tail
    where day.project_id = any(${projectIds}::uuid[]) and ${onDays}
    group by day.project_id, day.cost_day`
}
