import { type RawBuilder, sql } from 'kysely'
import { plainArray, textArray } from './arrays.ts'

export type GivenColumn<Row> = {
  name: string
  type: string
  /** Plain: numbers, truths, and text that needs no quotes. */
  isPlain: boolean
  value(row: Row): string | number | boolean | null
}

/**
 * These rows as a table `given`, in their order. What is the same in all of them, as most is, is sent once; `distinct` is
 * the column that is always sent and tells how many rows there are.
 */
export function givenRows<Row>(
  columns: readonly GivenColumn<Row>[],
  rows: readonly Row[],
  distinct: string,
): RawBuilder<unknown> {
  const arrays: RawBuilder<unknown>[] = []
  const names: string[] = []
  const selected = columns.map(({ name, type, isPlain, value }) => {
    const values = rows.map(value)
    const [first = null] = values
    const as = sql.raw(type)
    if (name !== distinct && values.every((one) => one === first)) return sql`${first}::${as} as ${sql.raw(name)}`
    const literal = isPlain ? plainArray(values) : textArray(values.map((one) => (one === null ? null : String(one))))
    arrays.push(sql`${literal}::${as}[]`)
    names.push(name)
    return sql.raw(name)
  })
  return sql`(select ${sql.join(selected)} from unnest(${sql.join(arrays)}) as sent (${sql.raw(names.join(', '))})) as given`
}
