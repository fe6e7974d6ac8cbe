import { type RawBuilder, sql } from 'kysely'
import type { Quantities } from '../../pricing/index.ts'
import { COUNTERS, type UsageBucket } from '../usage.ts'

const list = (alias: string) => COUNTERS.map(([, column]) => `${alias}${column}`).join(', ')
const cast = (column: string) => (column === 'byte_minutes' ? 'numeric' : 'bigint')

/** `requests, input_tokens, …`, each with the alias in front of it. */
export const counters = (alias = '') => sql.raw(list(alias === '' ? '' : `${alias}.`))
export const counterSums = (alias: string) =>
  sql.raw(COUNTERS.map(([, column]) => `sum(${alias}.${column})::${cast(column)} as ${column}`).join(', '))
export const countersDiffer = (left: string, right: string) =>
  sql.raw(`(${list(`${left}.`)}) is distinct from (${list(`${right}.`)})`)
export const takeCounters = sql.raw(COUNTERS.map(([, column]) => `${column} = excluded.${column}`).join(', '))
/** Under the names that {@link Quantities} has. */
export const quantityColumns = (alias: string) =>
  sql.raw(COUNTERS.map(([name, column]) => `${alias}.${column} as "${name}"`).join(', '))

export const quantitySums = (alias: string) =>
  sql.raw(COUNTERS.map(([name, column]) => `sum(${alias}.${column})::${cast(column)} as "${name}"`).join(', '))

/**
 * The rows of some buckets as a table `series_id, starts_at, …counters`; rows of one bucket that belong to one series are
 * added. Counters that no row has are not sent at all: a kind has two or three of them, a reading a hundred thousand rows.
 */
export function incomingRows(buckets: readonly UsageBucket[], seriesIds: readonly number[]): RawBuilder<unknown> {
  const ids: number[] = []
  const minutes: number[] = []
  const quantities: Quantities[] = []
  for (const bucket of buckets) {
    const minute = bucket.startsAt.getTime() / 60_000
    for (const [seriesId, sum] of sumBySeries(bucket, seriesIds)) {
      ids.push(seriesId)
      minutes.push(minute)
      quantities.push(sum)
    }
  }
  const sent = COUNTERS.filter(([name]) => quantities.some((one) => one[name] !== null))
  const arrays = sent.map(
    ([name, column]) => sql`${arrayOf(quantities.map((one) => one[name]))}::${sql.raw(cast(column))}[]`,
  )
  const names = ['series_id', 'minute', ...sent.map(([, column]) => column)].join(', ')
  const selected = COUNTERS.map(([, column]) =>
    sent.some(([, one]) => one === column) ? `row.${column}` : `null::${cast(column)} as ${column}`,
  ).join(', ')
  return sql`(select row.series_id, to_timestamp(row.minute * 60.0) as starts_at, ${sql.raw(selected)}
    from unnest(${sql.join([sql`${arrayOf(ids)}::int[]`, sql`${arrayOf(minutes)}::int[]`, ...arrays])})
      as row (${sql.raw(names)}))`
}

function sumBySeries(bucket: UsageBucket, seriesIds: readonly number[]): Map<number, Quantities> {
  const sums = new Map<number, Quantities>()
  for (const { series, quantities } of bucket.rows) {
    const id = seriesIds[series]
    if (id === undefined) throw new Error('a row of usage belongs to no series')
    const known = sums.get(id)
    sums.set(id, known ? addQuantities(known, quantities) : quantities)
  }
  return sums
}

/** What one of both does not say is taken from the other: a sum of the known parts. */
function addQuantities(left: Quantities, right: Quantities): Quantities {
  const sum = { ...left }
  for (const [name] of COUNTERS) {
    if (name === 'byteMinutes') sum.byteMinutes = addTexts(left.byteMinutes, right.byteMinutes)
    else sum[name] = addNumbers(left[name], right[name])
  }
  return sum
}

function addNumbers(left: number | null, right: number | null): number | null {
  return left === null ? right : left + (right ?? 0)
}

function addTexts(left: string | null, right: string | null): string | null {
  return left === null ? right : String(BigInt(left) + BigInt(right ?? '0'))
}

// The driver's own way tests, quotes and escapes every element; these are numbers, many of them.
function arrayOf(elements: readonly (string | number | null)[]): string {
  return `{${elements.map((element) => element ?? 'null').join(',')}}`
}
