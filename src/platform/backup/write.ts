import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PassThrough, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { FORMAT, FORMAT_VERSION, type Header } from './format.ts'
import { fixTextFormats, quote, readTables, type Table } from './tables.ts'

export type BackupOptions = {
  createdAt: Date
  /** Tables whose rows live for minutes or open a door (sessions): they are named in the backup, but empty. */
  withoutRowsOf: readonly string[]
  /** By table, the condition (SQL, written in the code) of the rows that come along. */
  onlyRowsOf?: Readonly<Record<string, string>>
  onProgress?: (progress: { table: string; rows: number }) => void
  signal?: AbortSignal
}
export type BackupResult = { tables: number; rows: number; bytes: number }

const ROWS_PER_FETCH = 2_000

/**
 * Writes a workspace as it was at one moment. The file appears under its name only when it is complete.
 * On the embedded database, which has one connection, everybody else waits until it is done.
 */
export async function writeBackup(pool: pg.Pool, path: string, options: BackupOptions): Promise<BackupResult> {
  const partial = `${path}.partial`
  try {
    const lines = new PassThrough()
    const file = createWriteStream(partial, { mode: 0o600 })
    const written = pipeline(lines, createGzip(), file)
    written.catch(() => {}) // met again below; a failing dump must not end as an unhandled rejection
    const rows = await dumpTo(lines, pool, options).catch((error: unknown) => {
      lines.destroy()
      throw error
    })
    lines.end()
    await written
    await sync(partial)
    await rename(partial, path)
    await sync(dirname(path))
    return {
      tables: rows.size,
      rows: [...rows.values()].reduce((sum, count) => sum + count, 0),
      bytes: file.bytesWritten,
    }
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

async function dumpTo(lines: Writable, pool: pg.Pool, options: BackupOptions): Promise<Map<string, number>> {
  const hash = createHash('sha256')
  const write = (text: string) => {
    hash.update(text)
    // The callback, not 'drain': it is called as well when the file cannot be written any more.
    return new Promise<void>((resolve, reject) => lines.write(text, (error) => (error ? reject(error) : resolve())))
  }
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read, read only')
    await fixTextFormats(client)
    const tables = await readTables(client)
    const header: Header = {
      format: FORMAT,
      version: FORMAT_VERSION,
      createdAt: options.createdAt.toISOString(),
      migrations: (await client.query('select name, checksum from schema_migrations order by name')).rows,
      tables: tables.map(({ name, columns }) => ({ name, columns: columns.map((column) => column.name) })),
    }
    await write(`${JSON.stringify(header)}\n`)
    const rows = new Map<string, number>()
    for (const table of tables) {
      await write(`${JSON.stringify({ table: table.name })}\n`)
      rows.set(
        table.name,
        options.withoutRowsOf.includes(table.name) ? 0 : await dumpTable(client, table, write, options),
      )
    }
    const sha256 = hash.copy().digest('hex')
    await write(`${JSON.stringify({ end: true, rows: Object.fromEntries(rows), sha256 })}\n`)
    return rows
  } finally {
    await client.query('rollback').catch(() => {})
    client.release()
  }
}

async function dumpTable(
  client: pg.ClientBase,
  table: Table,
  write: (text: string) => Promise<void>,
  options: BackupOptions,
): Promise<number> {
  const texts = table.columns.map(({ name }) => `${quote(name)}::text`).join(', ')
  await client.query(
    `declare backup_rows no scroll cursor for select json_build_array(${texts})::text as line from ${quote(table.name)} where ${options.onlyRowsOf?.[table.name] ?? 'true'}`,
  )
  let rows = 0
  for (;;) {
    options.signal?.throwIfAborted()
    const batch = await client.query<{ line: string }>(`fetch forward ${ROWS_PER_FETCH} from backup_rows`)
    if (batch.rows.length === 0) break
    await write(batch.rows.map(({ line }) => `${line}\n`).join(''))
    rows += batch.rows.length
    options.onProgress?.({ table: table.name, rows })
  }
  await client.query('close backup_rows')
  return rows
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
