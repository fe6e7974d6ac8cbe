import { sql } from 'kysely'
import { costDayOf } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import { lastDayOf, PERIODS, startOfPeriod } from '../periods.ts'

const HOT_PERCENT = 80

export async function hotProjects(db: Db, at: Date): Promise<ReadonlySet<string>> {
  const starts = PERIODS.map((period) => startOfPeriod(period, costDayOf(at)))
  const lasts = PERIODS.map((period, place) => lastDayOf(period, starts[place] ?? ''))
  const { rows } = await sql<{ id: string }>`
    with asked as (
      select * from unnest(${[...PERIODS]}::text[], ${starts}::date[], ${lasts}::date[]) as asked (period, start, last)),
    spent as materialized (
      select asked.period, asked.start, day.project_id, sum(day.amount) as amount
      from asked join project_days day on day.cost_day between asked.start and asked.last and day.currency = 'USD'
      group by asked.period, asked.start, day.project_id having sum(day.amount) > 0)
    select distinct spent.project_id as id
    from spent
    join thresholds threshold on threshold.project_id = spent.project_id and threshold.period = spent.period
      and threshold.removed_at is null
    join projects project on project.id = spent.project_id and project.archived_at is null
    left join threshold_raises raise on raise.threshold_id = threshold.id and raise.period_start = spent.start
    where spent.amount * 100 >= greatest(threshold.limit_usd, raise.limit_usd) * ${HOT_PERCENT}::int`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
