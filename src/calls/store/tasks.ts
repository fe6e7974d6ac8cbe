import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import { textArray } from '../../platform/db/arrays.ts'
import type { Db } from '../../platform/db/database.ts'
import { identityOf } from '../clean-call.ts'

/** Which tasks the calls with these responses have, of those that say one. */
export async function tasksOfResponses(
  db: Db,
  projectId: string,
  responseIds: readonly string[],
  { from, to }: { from: CostDay; to: CostDay },
): Promise<Map<string, string>> {
  if (responseIds.length === 0) return new Map()
  const names = new Map(responseIds.map((id) => [identityOf(id), id]))
  const { rows } = await sql<{ identity: string; task: string }>`
    select identity, task from calls
    where project_id = ${projectId} and cost_day between ${from} and ${to}
      and identity = any(${textArray([...names.keys()])}::text[]) and task is not null
    order by cost_day`.execute(db)
  return new Map(rows.map(({ identity, task }) => [names.get(identity) ?? identity, task]))
}
