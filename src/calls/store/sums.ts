import { sql } from 'kysely'
import type { Tx } from '../../platform/db/database.ts'
import { type GivenColumn, givenRows } from '../../platform/db/given-rows.ts'
import { FIGURE_COLUMNS, type Summed } from '../sum-calls.ts'

type Column = GivenColumn<Summed>

const keyPart = (name: string, type: string, place: number): Column => ({
  name,
  type,
  isPlain: type !== 'text',
  value: ({ key }) => key[place] ?? '',
})

const HOUR_KEY = [
  keyPart('project_id', 'uuid', 0),
  keyPart('hour', 'timestamptz', 1),
  keyPart('task', 'text', 2),
  keyPart('model', 'text', 3),
  keyPart('user_name', 'text', 4),
]
const DAY_KEY = [
  keyPart('project_id', 'uuid', 0),
  keyPart('cost_day', 'date', 1),
  keyPart('dimension', 'text', 2),
  keyPart('value', 'text', 3),
]
const FIGURES: readonly Column[] = [
  ...FIGURE_COLUMNS.map(
    ([name, column]): Column => ({
      name: column,
      type: 'bigint',
      isPlain: true,
      value: ({ figures }) => figures[name],
    }),
  ),
  { name: 'cost', type: 'numeric', isPlain: true, value: ({ cost }) => cost },
]

export const addToHours = (tx: Tx, sums: readonly Summed[]) => addTo(tx, 'call_hours', HOUR_KEY, sums, 'user_name')
export const addToDays = (tx: Tx, sums: readonly Summed[]) => addTo(tx, 'call_days', DAY_KEY, sums, 'value')

const namesOf = (columns: readonly Column[]) => columns.map(({ name }) => name).join(', ')
const additions = sql.raw(FIGURES.map(({ name }) => `${name} = known.${name} + excluded.${name}`).join(', '))

async function addTo(
  tx: Tx,
  table: string,
  key: readonly Column[],
  sums: readonly Summed[],
  distinct: string,
): Promise<void> {
  if (sums.length === 0) return
  const columns = [...key, ...FIGURES]
  const names = sql.raw(namesOf(columns))
  await sql`
    insert into ${sql.raw(table)} as known (${names}) select ${names} from ${givenRows(columns, sums, distinct)}
    on conflict (${sql.raw(namesOf(key))}) do update set ${additions}`.execute(tx)
}
