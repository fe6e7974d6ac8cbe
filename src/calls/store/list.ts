import { type RawBuilder, sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Position } from '../address.ts'
import type { CallResult, CallSource } from '../call.ts'
import type { CallRow } from './columns.ts'
import { type ReadRow, readColumns, rowOf } from './read-row.ts'

export type CallFilter = {
  from?: CostDay | undefined
  to?: CostDay | undefined
  /** Empty: calls that do not say. */
  task?: string | undefined
  intent?: string | undefined
  model?: string | undefined
  user?: string | undefined
  trace?: string | undefined
  result?: CallResult | undefined
  source?: CallSource | undefined
  unpriced?: boolean | undefined
}

/** A project, and the teams whose days of it may be seen; null: all of them. */
export type Reach = { projectId: string; teamIds: readonly string[] | null }

/** The newest first. Each day is a partition, so a page reads those that it shows. */
export async function listCalls(
  db: Db,
  reach: Reach,
  filter: CallFilter,
  page: { after: Position | null; limit: number },
): Promise<CallRow[]> {
  const { rows } = await sql<ReadRow>`
    select ${readColumns('one')} from calls one
    where ${seen(reach)} and ${sql.join([...conditionsOf(filter), placeOf(page.after)], sql` and `)}
    order by one.cost_day desc, one.at desc, one.identity desc limit ${page.limit}`.execute(db)
  return rows.map(rowOf)
}

export async function findCall(
  db: Db,
  reach: Reach,
  { costDay, identity }: { costDay: CostDay; identity: string },
): Promise<CallRow | null> {
  const { rows } = await sql<ReadRow>`
    select ${readColumns('one')} from calls one
    where ${seen(reach)} and one.cost_day = ${costDay} and one.identity = ${identity}`.execute(db)
  return rows[0] ? rowOf(rows[0]) : null
}

/** A project that moved shows a team the days that it was with it. */
function seen({ projectId, teamIds }: Reach): RawBuilder<unknown> {
  if (teamIds === null) return sql`one.project_id = ${projectId}`
  return sql`one.project_id = ${projectId} and exists (
    select from project_team_days home where home.project_id = ${projectId} and home.team_id = any(${teamIds}::uuid[])
      and one.cost_day >= home.from_day and (home.to_day is null or one.cost_day < home.to_day))`
}

function conditionsOf(filter: CallFilter): RawBuilder<unknown>[] {
  const texts = [
    [sql`one.task`, filter.task],
    [sql`one.intent`, filter.intent],
    [sql`coalesce(one.model_served, one.model_asked)`, filter.model],
    [sql`one.user_name`, filter.user],
    [sql`one.trace`, filter.trace],
    [sql`one.result`, filter.result],
    [sql`one.source`, filter.source],
  ] as const
  const conditions = texts.flatMap(([column, text]) => {
    if (text === undefined) return []
    return text === '' ? [sql`${column} is null`] : [sql`${column} = ${text}`]
  })
  if (filter.from !== undefined) conditions.push(sql`one.cost_day >= ${filter.from}`)
  if (filter.to !== undefined) conditions.push(sql`one.cost_day <= ${filter.to}`)
  if (filter.unpriced) conditions.push(sql`one.unpriced`)
  return conditions
}

// The day by itself lets PostgreSQL leave out the partitions that were shown already.
function placeOf(after: Position | null): RawBuilder<unknown> {
  if (after === null) return sql`true`
  const { costDay, at, identity } = after
  return sql`one.cost_day <= ${costDay} and (one.cost_day, one.at, one.identity) < (${costDay}::date, ${at}::timestamptz, ${identity})`
}
