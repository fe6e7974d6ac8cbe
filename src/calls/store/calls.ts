import { sql } from 'kysely'
import type { CostDay } from '../../platform/cost-day.ts'
import { plainArray, textArray } from '../../platform/db/arrays.ts'
import type { Tx } from '../../platform/db/database.ts'
import type { CallRow } from './columns.ts'
import { COLUMNS, columnNames, givenCalls } from './columns.ts'
import { type ReadRow, readColumns, rowOf } from './read-row.ts'

export type CallKey = { projectId: string; identity: string }

/** In the order in which every process writes them, so that two never wait for each other. */
export function inOrder<Key extends CallKey>(keys: readonly Key[]): Key[] {
  return keys.toSorted(
    (left, right) => compare(left.projectId, right.projectId) || compare(left.identity, right.identity),
  )
}

const compare = (left: string, right: string) => (left < right ? -1 : Number(left > right))

export const nameOf = ({ projectId, identity }: CallKey): string => `${projectId} ${identity}`

/** Writes those that are not there yet and answers with the others. Waits for whoever is writing the same one. */
export async function insertCalls(tx: Tx, rows: readonly CallRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  // Nearly all of them are new: only the others are worth sending back.
  const { rows: there } = await sql<CallKey>`
    with given as materialized (select * from ${givenCalls(rows)}),
    written as (
      insert into calls (${columnNames}) select ${columnNames} from given
      on conflict (project_id, cost_day, identity) do nothing returning project_id, identity)
    select given.project_id as "projectId", given.identity from given
    where not exists (select from written where written.project_id = given.project_id and written.identity = given.identity)
    `.execute(tx)
  return new Set(there.map(nameOf))
}

/** Those of these calls that are stored on one of the days, held until the transaction ends. */
export async function lockCalls(
  tx: Tx,
  keys: readonly CallKey[],
  days: readonly CostDay[],
): Promise<Map<string, CallRow>> {
  if (keys.length === 0) return new Map()
  const { rows } = await sql<ReadRow>`
    select ${readColumns('kept')} from calls kept
    join unnest(${plainArray(keys.map((key) => key.projectId))}::uuid[], ${textArray(keys.map((key) => key.identity))}::text[])
      as wanted (project_id, identity) on kept.project_id = wanted.project_id and kept.identity = wanted.identity
    where kept.cost_day = any(${days}::date[])
    order by kept.project_id, kept.identity for update of kept`.execute(tx)
  return new Map(rows.map((row) => [nameOf(row), rowOf(row)]))
}

const changeable = COLUMNS.filter(({ name }) => !['project_id', 'identity', 'recorded_at'].includes(name))
const assignments = sql.raw(changeable.map(({ name }) => `${name} = given.${name}`).join(', '))

/** Puts these in place of what is stored; `days` are those on which they lie until now. */
export async function replaceCalls(tx: Tx, rows: readonly CallRow[], days: readonly CostDay[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update calls kept set ${assignments} from ${givenCalls(rows)}
    where kept.cost_day = any(${days}::date[]) and kept.project_id = given.project_id
      and kept.identity = given.identity`.execute(tx)
}
