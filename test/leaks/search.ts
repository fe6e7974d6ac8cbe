import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { writeBackup } from '../../src/platform/backup/write.ts'
import type { Database } from '../../src/platform/db/database.ts'

/** Every value of every column of every table, those of the job queue too, by table. */
export async function dumpTables({ pool }: Database): Promise<Map<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(`
    select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' order by 1`)
  const dump = new Map<string, string>()
  for (const { name } of tables) {
    const { rows } = await pool.query<Record<string, unknown>>(`select * from ${name}`)
    dump.set(name, rows.flatMap((row) => Object.values(row).map(textOf)).join('\n'))
  }
  return dump
}

/** Bytes as they are, as text, as hex and as base64: whatever somebody who finds them would try. */
function textOf(value: unknown): string {
  if (!Buffer.isBuffer(value)) return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return [value.toString('latin1'), value.toString('utf8')].join('\n')
}

export async function backupText(database: Database, directory: string, withoutRowsOf: string[]): Promise<string> {
  const path = join(directory, 'leaks.backup')
  await writeBackup(database.pool, path, { createdAt: new Date(), withoutRowsOf })
  return gunzipSync(readFileSync(path)).toString('utf8')
}

/** The forms in which a secret could lie around. The last four characters of a key may be shown. */
export function tracesOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const middle = secret.slice(Math.floor(secret.length / 4), Math.floor((secret.length * 3) / 4))
  const base64 = (offset: number) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(4, -4)
  return [
    secret,
    ...(middle.length >= 12 ? [middle] : []),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    ...[0, 1, 2].map(base64),
    bytes.toString('base64url'),
    [...secret].toReversed().join(''),
  ]
}

export function findTraces(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    tracesOf(secret).some((trace) => text.includes(trace)) ? [name] : [],
  )
}
