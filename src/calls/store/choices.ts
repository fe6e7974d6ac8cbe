import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import type { CallChoices } from '../api.ts'
import { isDayOfTeams, type Reach } from './reach.ts'

type Row = { dimension: 'task' | 'intent' | 'model' | 'user'; value: string; calls: number }

const MOST_VALUES = 100

/** The most frequent values of each dimension, and the keys; from sums only. */
export async function callChoices(
  db: Db,
  reach: Reach,
  span: { from?: CostDay | undefined; to?: CostDay | undefined },
): Promise<Omit<CallChoices, 'keptFrom'>> {
  const { projectId } = reach
  const { rows } = await sql<Row>`
    select dimension, value, calls from (
      select dimension, value, sum(calls)::bigint as calls,
        row_number() over (partition by dimension order by sum(calls) desc, value) as place
      from call_days sums
      where project_id = ${projectId} and dimension in ('task', 'intent', 'model', 'user')
        and cost_day between ${span.from ?? '-infinity'}::date and ${span.to ?? 'infinity'}::date
        and ${isDayOfTeams(reach, sql`sums.cost_day`)}
      group by dimension, value having sum(calls) > 0) ranked
    where place <= ${MOST_VALUES} order by dimension, place`.execute(db)
  const keys = await sql<CallChoices['keys'][number]>`
    select id, name, last_four as "lastFour", revoked_at is not null as "isRevoked" from project_keys
    where project_id = ${projectId} order by revoked_at is not null, name, id`.execute(db)
  const first = await sql<{ day: CostDay | null }>`
    select min(cost_day) as day from call_days sums
    where project_id = ${projectId} and dimension = 'all' and calls > 0
      and ${isDayOfTeams(reach, sql`sums.cost_day`)}`.execute(db)
  const of = (dimension: Row['dimension']) =>
    rows.filter((row) => row.dimension === dimension).map(({ value, calls }) => ({ value, calls }))
  return {
    task: of('task'),
    intent: of('intent'),
    model: of('model'),
    user: of('user'),
    keys: keys.rows,
    firstDay: first.rows[0]?.day ?? null,
  }
}
