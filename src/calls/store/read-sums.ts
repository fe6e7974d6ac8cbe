import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import { type Dimension, FIGURE_COLUMNS, type Figures } from '../sum-calls.ts'

export type CallFigures = Figures & {
  /** Exact USD of what has a price. */
  cost: string
}
export type Span = { from: CostDay; to: CostDay }

const sums = sql.raw(
  [
    ...FIGURE_COLUMNS.map(([name, column]) => `sum(${column})::bigint as "${name}"`),
    'trim_scale(sum(cost))::text as cost',
  ].join(', '),
)

/** All calls of some projects, per project and day. */
export async function callDays(
  db: Db,
  projectIds: readonly string[],
  { from, to }: Span,
): Promise<(CallFigures & { projectId: string; day: CostDay })[]> {
  const { rows } = await sql<CallFigures & { projectId: string; day: CostDay }>`
    select project_id as "projectId", cost_day as day, ${sums} from call_days
    where project_id = any(${projectIds}::uuid[]) and dimension = 'all' and cost_day between ${from} and ${to}
    group by project_id, cost_day having sum(calls) > 0 order by project_id, cost_day`.execute(db)
  return rows
}

/** The calls of a project by what they say of themselves, the dearest first. '' is what does not say. */
export async function callsBy(
  db: Db,
  projectId: string,
  dimension: Exclude<Dimension, 'all'>,
  { from, to }: Span,
  limit = 100,
): Promise<(CallFigures & { value: string })[]> {
  const { rows } = await sql<CallFigures & { value: string }>`
    select value, ${sums} from call_days
    where project_id = ${projectId} and dimension = ${dimension} and cost_day between ${from} and ${to}
    group by value having sum(calls) > 0 order by sum(cost) desc, sum(calls) desc, value limit ${limit}`.execute(db)
  return rows
}

/** Per project and value of one dimension, such as the tasks of all projects beside their outcomes. */
export async function callsOfProjectsBy(
  db: Db,
  projectIds: readonly string[],
  dimension: Exclude<Dimension, 'all'>,
  { from, to }: Span,
): Promise<(CallFigures & { projectId: string; value: string })[]> {
  const { rows } = await sql<CallFigures & { projectId: string; value: string }>`
    select project_id as "projectId", value, ${sums} from call_days
    where project_id = any(${projectIds}::uuid[]) and dimension = ${dimension} and cost_day between ${from} and ${to}
    group by project_id, value having sum(calls) > 0 order by project_id, sum(cost) desc, value`.execute(db)
  return rows
}

/** The hours of a project within the kept time, of all tasks, models and users. */
export async function callHours(
  db: Db,
  projectId: string,
  { from, to }: { from: Date; to: Date },
): Promise<(CallFigures & { hour: Date })[]> {
  const { rows } = await sql<CallFigures & { hour: Date }>`
    select hour, ${sums} from call_hours where project_id = ${projectId} and hour >= ${from} and hour < ${to}
    group by hour having sum(calls) > 0 order by hour`.execute(db)
  return rows
}

export type CallsSeen = { firstDay: CostDay; lastDay: CostDay }

/** Null: no call of this project was ever recorded. */
export async function callsSeen(db: Db, projectId: string): Promise<CallsSeen | null> {
  const { rows } = await sql<{ firstDay: CostDay | null; lastDay: CostDay | null }>`
    select min(cost_day) as "firstDay", max(cost_day) as "lastDay" from call_days
    where project_id = ${projectId} and dimension = 'all' and calls > 0`.execute(db)
  const { firstDay, lastDay } = rows[0] ?? {}
  return firstDay && lastDay ? { firstDay, lastDay } : null
}
