import { sql } from 'kysely'
import { plainArray, textArray } from '../../platform/db/arrays.ts'
import type { Tx } from '../../platform/db/database.ts'
import { FIGURE_COLUMNS, type Summed } from '../sum-calls.ts'

type KeyColumn = readonly [name: string, type: string]

const HOUR_KEY: readonly KeyColumn[] = [
  ['project_id', 'uuid'],
  ['hour', 'timestamptz'],
  ['task', 'text'],
  ['model', 'text'],
  ['user_name', 'text'],
]
const DAY_KEY: readonly KeyColumn[] = [
  ['project_id', 'uuid'],
  ['cost_day', 'date'],
  ['dimension', 'text'],
  ['value', 'text'],
]

export const addToHours = (tx: Tx, sums: readonly Summed[]): Promise<void> => addTo(tx, 'call_hours', HOUR_KEY, sums)
export const addToDays = (tx: Tx, sums: readonly Summed[]): Promise<void> => addTo(tx, 'call_days', DAY_KEY, sums)

async function addTo(tx: Tx, table: string, key: readonly KeyColumn[], sums: readonly Summed[]): Promise<void> {
  if (sums.length === 0) return
  const columns = [...FIGURE_COLUMNS.map(([, column]) => column), 'cost']
  const keys = key.map(
    ([, type], place) => sql`${textArray(sums.map((sum) => sum.key[place] ?? ''))}::${sql.raw(type)}[]`,
  )
  const counts = FIGURE_COLUMNS.map(([name]) => sql`${plainArray(sums.map((sum) => sum.figures[name]))}::bigint[]`)
  const costs = sql`${plainArray(sums.map((sum) => sum.cost))}::numeric[]`
  const names = key.map(([name]) => name).join(', ')
  await sql`
    insert into ${sql.raw(table)} as known (${sql.raw(`${names}, ${columns.join(', ')}`)})
    select * from unnest(${sql.join([...keys, ...counts, costs])})
    on conflict (${sql.raw(names)}) do update set
      ${sql.raw(columns.map((column) => `${column} = known.${column} + excluded.${column}`).join(', '))}`.execute(tx)
}
