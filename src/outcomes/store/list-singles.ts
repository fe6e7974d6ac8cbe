import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import type { OutcomeSource } from '../outcome.ts'
import { type Reach, seenDays } from './reach.ts'
import { type KnownSingle, type SingleRow, singleColumns, singleOf } from './singles.ts'

export type ListedSingle = KnownSingle & {
  source: OutcomeSource
  enteredBy: string | null
  keyName: string | null
}
export type SinglePosition = { costDay: CostDay; at: Date; id: string }

/** The newest first. */
export async function listSingles(
  db: Db,
  reach: Reach,
  { day, task }: { day?: CostDay | undefined; task?: string | undefined },
  { after, limit }: { after: SinglePosition | null; limit: number },
): Promise<ListedSingle[]> {
  const place = after
    ? sql`(one.cost_day, one.at, one.id) < (${after.costDay}::date, ${after.at}::timestamptz, ${after.id})`
    : sql`true`
  const { rows } = await sql<SingleRow & Pick<ListedSingle, 'source' | 'enteredBy' | 'keyName'>>`
    select ${singleColumns}, one.source, one.entered_by as "enteredBy", k.name as "keyName"
    from outcomes one left join project_keys k on k.id = one.key_id
    where ${seenDays(reach)} and one.removed_at is null and ${place}
      and (${day ?? null}::date is null or one.cost_day = ${day ?? null}::date)
      and (${task ?? null}::text is null or one.task = ${task ?? null}::text)
    order by one.cost_day desc, one.at desc, one.id desc limit ${limit}`.execute(db)
  return rows.map(({ source, enteredBy, keyName, ...row }) => ({ ...singleOf(row), source, enteredBy, keyName }))
}

export async function markRemoved(db: Db, projectId: string, id: string, at: Date): Promise<void> {
  await sql`update outcomes set removed_at = ${at} where project_id = ${projectId} and id = ${id}`.execute(db)
}
