import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import type { OutcomeSource, Single, Total } from '../outcome.ts'
import { type Reach, seenDays } from './reach.ts'

export type ListedChange = {
  id: string
  at: Date
  outcomeId: string | null
  task: string
  costDay: CostDay
  before: Single | Total
  after: Single | Total | null
  source: OutcomeSource
  enteredBy: string | null
  keyName: string | null
  reason: string | null
}

/** The newest first. */
export async function listChanges(
  db: Db,
  reach: Reach,
  { day, task }: { day?: CostDay | undefined; task?: string | undefined },
  { after, limit }: { after: { at: Date; id: string } | null; limit: number },
): Promise<ListedChange[]> {
  const place = after ? sql`(one.at, one.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql`true`
  const { rows } = await sql<ListedChange>`
    select one.id, one.at, one.outcome_id as "outcomeId", one.task, one.cost_day as "costDay", one.before, one.after,
      one.source, one.entered_by as "enteredBy", k.name as "keyName", one.reason
    from outcome_changes one left join project_keys k on k.id = one.key_id
    where ${seenDays(reach)} and ${place}
      and (${day ?? null}::date is null or one.cost_day = ${day ?? null}::date)
      and (${task ?? null}::text is null or one.task = ${task ?? null}::text)
    order by one.at desc, one.id desc limit ${limit}`.execute(db)
  return rows
}
