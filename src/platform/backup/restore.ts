import type pg from 'pg'
import { makeDayPartitions } from '../db/day-partitions.ts'
import { DatabaseTooNew, type Migration, MigrationChanged, migrate } from '../db/migrate.ts'
import { BackupError, type Header, readBackup } from './format.ts'
import { fixTextFormats, quote, readTables, type Table } from './tables.ts'
import { verifyBackup } from './verify.ts'

export type RestoreOptions = {
  migrations: readonly Migration[]
  /** Tables that a server fills by merely starting: they may hold rows, which the backup's replace. */
  replaceRowsOf: readonly string[]
  onProgress?: (progress: { table: string; rows: number }) => void
  signal?: AbortSignal
}
export type RestoreResult = { createdAt: string; rows: number; migrationsAfter: string[] }

const ROWS_PER_INSERT = 1_000

/** Fills an empty workspace from a backup: all of it, in one transaction, or nothing. Newer migrations are applied afterwards. */
export async function restoreBackup(pool: pg.Pool, path: string, options: RestoreOptions): Promise<RestoreResult> {
  const { header, footer } = await verifyBackup(path)
  await migrateAsFarAs(pool, migrationsOf(header, options.migrations))
  const client = await pool.connect()
  try {
    await client.query('begin')
    await fixTextFormats(client)
    await load(client, path, header, options)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
  const rows = Object.values(footer.rows).reduce((sum, count) => sum + count, 0)
  return { createdAt: header.createdAt, rows, migrationsAfter: await migrate(pool, options.migrations) }
}

/** The backup's own migrations: its rows fit the tables as these leave them. */
function migrationsOf(header: Header, known: readonly Migration[]): Migration[] {
  const names = new Set(header.migrations.map(({ name }) => name))
  const unknown = [...names].filter((name) => !known.some((migration) => migration.name === name))
  if (unknown.length > 0) throw new BackupError('too-new', `unknown migrations: ${unknown.join(', ')}`)
  return known.filter((migration) => names.has(migration.name))
}

async function migrateAsFarAs(pool: pg.Pool, migrations: readonly Migration[]): Promise<void> {
  try {
    await migrate(pool, migrations)
  } catch (cause) {
    if (!(cause instanceof DatabaseTooNew || cause instanceof MigrationChanged)) throw cause
    throw new BackupError('other-migrations', 'the database is not in the state that the backup was made in', cause)
  }
}

async function load(client: pg.ClientBase, path: string, header: Header, options: RestoreOptions): Promise<void> {
  const tables = await readTables(client)
  refuseOtherMigrations(header, tables, await appliedMigrations(client))
  for (const { name } of tables) await client.query(`lock table ${quote(name)} in share row exclusive mode`)
  await refuseRows(client, tables, options.replaceRowsOf)
  const triggers = await readTriggers(client)
  // A trigger that derives rows has done so before the backup, which holds them already.
  for (const { table, trigger } of triggers)
    await client.query(`alter table ${quote(table)} disable trigger ${quote(trigger)}`)
  for (const { name } of tables.toReversed()) await client.query(`delete from ${quote(name)}`)
  await insertAll(client, path, tables, options)
  for (const { table, trigger } of triggers)
    await client.query(`alter table ${quote(table)} enable trigger ${quote(trigger)}`)
  await moveSequences(client)
}

async function appliedMigrations(client: pg.ClientBase): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migrations',
  )
  return new Map(rows.map(({ name, checksum }) => [name, checksum]))
}

function refuseOtherMigrations(header: Header, tables: readonly Table[], applied: ReadonlyMap<string, string>): void {
  const same = header.migrations.every(({ name, checksum }) => applied.get(name) === checksum)
  if (!same || applied.size !== header.migrations.length) {
    throw new BackupError('other-migrations', 'the database is not in the state that the backup was made in')
  }
  const shape = (list: readonly { name: string; columns: readonly string[] }[]) =>
    JSON.stringify(list.map(({ name, columns }) => `${name}: ${columns.join()}`).toSorted())
  const present = tables.map(({ name, columns }) => ({ name, columns: columns.map((column) => column.name) }))
  if (shape(present) !== shape(header.tables)) throw new BackupError('other-migrations', 'the tables differ')
}

async function refuseRows(client: pg.ClientBase, tables: readonly Table[], allowed: readonly string[]): Promise<void> {
  for (const { name } of tables) {
    if (allowed.includes(name)) continue
    const { rows } = await client.query(`select 1 from ${quote(name)} limit 1`)
    if (rows.length > 0) throw new BackupError('not-empty', `${name} holds rows`)
  }
}

async function readTriggers(client: pg.ClientBase): Promise<{ table: string; trigger: string }[]> {
  const { rows } = await client.query<{ table: string; trigger: string }>(`
    select c.relname as table, t.tgname as trigger from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and t.tgenabled = 'O'`)
  return rows
}

async function insertAll(client: pg.ClientBase, path: string, tables: readonly Table[], options: RestoreOptions) {
  let table: Table | undefined
  let batch: (string | null)[][] = []
  let rows = 0
  const flush = async () => {
    options.signal?.throwIfAborted()
    if (!table || batch.length === 0) return
    await insertRows(client, table, batch)
    rows += batch.length
    batch = []
    options.onProgress?.({ table: table.name, rows })
  }
  for await (const entry of readBackup(path)) {
    if (entry.kind === 'table') {
      await flush()
      table = tables.find(({ name }) => name === entry.name)
      rows = 0
    }
    if (entry.kind === 'row' && batch.push(entry.values) >= ROWS_PER_INSERT) await flush()
  }
  await flush()
}

async function insertRows(client: pg.ClientBase, table: Table, batch: readonly (string | null)[][]): Promise<void> {
  if (table.partitionedBy !== null) {
    const place = table.partitionedBy
    await makeDayPartitions(client, table.name, [...new Set(batch.map((row) => row[place] ?? ''))])
  }
  const names = table.columns.map(({ name }) => quote(name)).join(', ')
  const values = table.columns.map(({ type }, index) => `v${index}::${type}`).join(', ')
  const given = table.columns.map((_, index) => `$${index + 1}::text[]`).join(', ')
  const aliases = table.columns.map((_, index) => `v${index}`).join(', ')
  await client.query(
    `insert into ${quote(table.name)} (${names}) overriding system value select ${values} from unnest(${given}) as r (${aliases})`,
    table.columns.map((_, index) => batch.map((row) => row[index] ?? null)),
  )
}

async function moveSequences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(`
    select * from (
      select c.relname as table, a.attname as column, pg_get_serial_sequence(quote_ident(c.relname), a.attname) as sequence
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    ) owned where sequence is not null`)
  for (const { table, column, sequence } of rows) {
    await client.query(
      `select setval($1, coalesce(max(${quote(column)}), 1), max(${quote(column)}) is not null) from ${quote(table)}`,
      [sequence],
    )
  }
}
