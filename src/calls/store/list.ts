import { type RawBuilder, sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Position } from '../address.ts'
import type { CallResult, CallSource } from '../call.ts'
import type { CallRow } from './columns.ts'
import { isDayOfTeams, type Reach } from './reach.ts'
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
  keyId?: string | undefined
  unpriced?: boolean | undefined
}

/**
 * The newest first. Each day is a partition, so a page reads those that it shows; of a rare task or user the sums tell on
 * which days it called, so that no other day is gone through.
 */
export async function listCalls(
  db: Db,
  reach: Reach,
  filter: CallFilter,
  page: { after: Position | null; limit: number },
): Promise<CallRow[]> {
  const days = await daysOf(db, reach.projectId, filter)
  if (days?.length === 0) return []
  const onDays = days === null ? sql`true` : sql`one.cost_day = any(${days}::date[])`
  const { rows } = await sql<ReadRow>`
    select ${readColumns('one')} from calls one
    where ${seen(reach)} and ${onDays} and ${sql.join([...conditionsOf(filter), placeOf(page.after)], sql` and `)}
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

function seen(reach: Reach): RawBuilder<unknown> {
  return sql`one.project_id = ${reach.projectId} and ${isDayOfTeams(reach, sql`one.cost_day`)}`
}

/** The days on which there are calls with all of what the sums know of; null: any day. */
async function daysOf(db: Db, projectId: string, filter: CallFilter): Promise<CostDay[] | null> {
  const wanted = (['task', 'intent', 'model', 'user'] as const).flatMap((dimension) => {
    const value = filter[dimension]
    return value === undefined ? [] : [sql`(${dimension}::text, ${value}::text)`]
  })
  if (wanted.length === 0) return null
  const { rows } = await sql<{ day: CostDay }>`
    select cost_day as day from call_days
    where project_id = ${projectId} and (dimension, value) in (${sql.join(wanted)}) and calls > 0
      and cost_day between ${filter.from ?? '-infinity'}::date and ${filter.to ?? 'infinity'}::date
    group by cost_day having count(*) = ${wanted.length}`.execute(db)
  return rows.map(({ day }) => day)
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
  if (filter.keyId !== undefined) conditions.push(sql`one.key_id = ${filter.keyId}`)
  if (filter.unpriced !== undefined) conditions.push(filter.unpriced ? sql`one.unpriced` : sql`not one.unpriced`)
  return conditions
}

// The day by itself lets PostgreSQL leave out the partitions that were shown already.
function placeOf(after: Position | null): RawBuilder<unknown> {
  if (after === null) return sql`true`
  const { costDay, at, identity } = after
  return sql`one.cost_day <= ${costDay} and (one.cost_day, one.at, one.identity) < (${costDay}::date, ${at}::timestamptz, ${identity})`
}
