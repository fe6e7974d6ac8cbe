import type pg from 'pg'
import { addDays, type CostDay } from '../cost-day.ts'

/** Tables of ours that are partitioned have one partition per cost day, named `<table>_<yyyymmdd>`. */
const PARTITION_LOCK = 7_310_021
const NAME = /^(.+)_(\d{4})(\d{2})(\d{2})$/

export type Queryable = Pick<pg.ClientBase, 'query'>

export function partitionOf(table: string, day: CostDay): string {
  return `${table}_${day.replaceAll('-', '')}`
}

export async function partitionedDays(client: Queryable, table: string): Promise<CostDay[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = $1::regclass order by 1`,
    [table],
  )
  return rows.flatMap(({ name }) => {
    const [, , year, month, day] = NAME.exec(name) ?? []
    return year === undefined ? [] : [`${year}-${month}-${day}`]
  })
}

/**
 * Makes the partitions of these days that do not exist yet, inside the caller's transaction. They are made beside the table
 * and then attached: that keeps nobody from reading or writing it meanwhile, as making them in place would.
 */
export async function makeDayPartitions(client: Queryable, table: string, days: readonly CostDay[]): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [PARTITION_LOCK])
  const known = new Set(await partitionedDays(client, table))
  for (const day of days.filter((one) => !known.has(one))) {
    const name = partitionOf(table, day)
    await client.query(`create table ${name} (like ${table} including all)`)
    await client.query(
      `alter table ${table} attach partition ${name} for values from ('${day}') to ('${addDays(day, 1)}')`,
    )
  }
}

/** Waits for readers of the table for a moment only: whoever comes behind us would have to wait as well. */
export async function dropDayPartition(client: Queryable, table: string, day: CostDay): Promise<void> {
  await client.query(`set local lock_timeout = '3s'`)
  await client.query('select pg_advisory_xact_lock($1)', [PARTITION_LOCK])
  await client.query(`drop table if exists ${partitionOf(table, day)}`)
}
