import { sql } from 'kysely'
import type { CostDay } from '../../../platform/cost-day.ts'
import type { Db } from '../../../platform/db/database.ts'
import { isExpected, usedDays } from '../../store/readings.ts'

/** Projects bound to an organization of which some day of the span has not been read although somebody wants it read. */
export async function unreadProjects(
  db: Db,
  span: { from: CostDay; to: CostDay; today: CostDay },
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    with reached as (select id from organizations),
    read as (
      select organization_id, cost_day from billed_days where cost_day between ${span.from} and ${span.to}
      union select organization_id, cost_day from (${usedDays(span)}) as used
        where cost_day between ${span.from} and ${span.to}),
    due as (
      select reached.id, greatest((select min(cost_day) from billed_days where organization_id = reached.id),
        ${span.from}::date) as first_day, (select true from billed_days where organization_id = reached.id limit 1) as begun
      from reached where ${isExpected(sql`reached.id`)}),
    unread as (
      select due.id from due where begun is null
        or (select count(*) from read where read.organization_id = due.id and read.cost_day >= due.first_day)
          < ${span.to}::date - due.first_day + 1)
    select distinct held.project_id as id from bindings held join unread on unread.id = held.organization_id
    where held.to_at is null`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
