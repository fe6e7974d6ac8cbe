import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BackupError } from '../../src/platform/backup/format.ts'
import { restoreBackup } from '../../src/platform/backup/restore.ts'
import { writeBackup } from '../../src/platform/backup/write.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { makeDayPartitions, partitionedDays } from '../../src/platform/db/day-partitions.ts'
import { migrate, readMigrations } from '../../src/platform/db/migrate.ts'
import { contentsOf, databaseKinds, oddMigrations, oddRows, openBlank } from './backup-databases.ts'

const folder = mkdtempSync(join(tmpdir(), 'finops-backup-'))
const createdAt = new Date('2026-11-23T05:00:00Z')
const withoutRowsOf = ['sessions']
const restoring = { migrations: oddMigrations, replaceRowsOf: [] }
const open: Database[] = []

async function blank(kind: Database['kind']): Promise<Database> {
  const database = await openBlank(kind)
  open.push(database)
  return database
}

async function oddDatabase(kind: Database['kind'], migrations = oddMigrations): Promise<Database> {
  const database = await blank(kind)
  await migrate(database.pool, migrations)
  await database.pool.query(oddRows)
  return database
}

let good: string
let filled: Database
beforeAll(async () => {
  good = join(folder, 'good.backup')
  filled = await oddDatabase('embedded')
  await writeBackup(filled.pool, good, { createdAt, withoutRowsOf })
})
afterAll(async () => {
  await Promise.all(open.map((database) => database.close()))
  rmSync(folder, { recursive: true, force: true })
})

const ways = databaseKinds().flatMap((from) => databaseKinds().map((to) => ({ from, to })))

test.each(ways)('a workspace goes from $from to $to without losing a digit', async ({ from, to }) => {
  const [source, target] = [await oddDatabase(from), await blank(to)]
  const path = join(folder, `${from}-${to}.backup`)
  const written = await writeBackup(source.pool, path, { createdAt, withoutRowsOf })
  expect(written.rows).toBe(6)
  expect(await restoreBackup(target.pool, path, restoring)).toMatchObject({ rows: 6, migrationsAfter: [] })
  const expected = await contentsOf(source)
  expect(await contentsOf(target)).toEqual({ ...expected, sessions: [] })
  // Identities go on after the last, rows that are only ever added still are, and derived rows are derived again.
  await target.pool.query(`insert into zebras (id, name) values (gen_random_uuid(), 'new')`)
  expect((await target.pool.query('select max(n) as n from log')).rows).toEqual([{ n: 3 }])
  await expect(target.pool.query('delete from log')).rejects.toThrow('only ever added')
})

test('the product’s own tables are carried whole, from a file that only its owner reads', async () => {
  const path = join(folder, 'own.backup')
  const [source, target] = [await blank('embedded'), await blank(databaseKinds().at(-1) ?? 'embedded')]
  const migrations = await readMigrations()
  await migrate(source.pool, migrations)
  await source.pool.query(`insert into actions (at, kind, actor_name, actor_via, subject)
    values (now(), 'team.created', '이지훈', 'session', '마케팅팀')`)
  await writeBackup(source.pool, path, { createdAt, withoutRowsOf: [] })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  await restoreBackup(target.pool, path, { migrations, replaceRowsOf: [] })
  expect(await contentsOf(target)).toEqual(await contentsOf(source))
})

test.each(ways)(
  'a table in partitions goes from $from to $to as one, and its partitions are made there',
  async ({ from, to }) => {
    const path = join(folder, `partitions-${from}-${to}.backup`)
    const [source, target] = [await blank(from), await blank(to)]
    const migrations = await readMigrations()
    await migrate(source.pool, migrations)
    await within(source, (client) => makeDayPartitions(client, 'calls', ['2025-02-28', '2026-11-23', '2026-11-24']))
    await source.pool.query(`
    insert into calls (project_id, cost_day, identity, at, id, source, result, cost, cost_from, unpriced, streamed, recorded_at)
    select gen_random_uuid(), day, 'r' || n, day, gen_random_uuid(), 'gateway', 'ok', 0.1 * n, 'table', false, false, now()
    from unnest(array['2025-02-28', '2026-11-23']::date[]) day, generate_series(1, 700) n`)
    const { rows } = await writeBackup(source.pool, path, { createdAt, withoutRowsOf: [] })
    expect(rows).toBeGreaterThanOrEqual(1_400)
    await restoreBackup(target.pool, path, { migrations, replaceRowsOf: [] })
    const callsOf = async ({ pool }: Database) => (await pool.query('select c::text from calls c order by 1')).rows
    expect(await callsOf(target)).toEqual(await callsOf(source))
    const days = await within(target, (client) => partitionedDays(client, 'calls'))
    expect(days).toEqual(['2025-02-28', '2026-11-23'])
  },
)

async function within<Answer>({ pool }: Database, act: (client: pg.PoolClient) => Promise<Answer>): Promise<Answer> {
  const client = await pool.connect()
  try {
    return await act(client)
  } finally {
    client.release()
  }
}

test('migrations newer than the backup are applied after it', async () => {
  const path = join(folder, 'old.backup')
  const source = await oddDatabase('embedded', oddMigrations.slice(0, 1))
  await writeBackup(source.pool, path, { createdAt, withoutRowsOf })
  const target = await blank('embedded')
  const { migrationsAfter } = await restoreBackup(target.pool, path, restoring)
  expect(migrationsAfter).toEqual(['0002-later.sql'])
  expect((await target.pool.query('select distinct stripes from zebras')).rows).toEqual([{ stripes: 7 }])
})

test('a database that is further than the backup, or a backup that is further than this version, is refused', async () => {
  const old = join(folder, 'older.backup')
  const source = await oddDatabase('embedded', oddMigrations.slice(0, 1))
  await writeBackup(source.pool, old, { createdAt, withoutRowsOf })
  const target = await blank('embedded')
  await migrate(target.pool, oddMigrations)
  await expect(problemOf(restoreBackup(target.pool, old, restoring))).resolves.toBe('other-migrations')
  const before = { ...restoring, migrations: oddMigrations.slice(0, 1) }
  await expect(problemOf(restoreBackup((await blank('embedded')).pool, good, before))).resolves.toBe('too-new')
})

test('a workspace that holds anything is not written over', async () => {
  const before = await contentsOf(filled)
  await expect(problemOf(restoreBackup(filled.pool, good, restoring))).resolves.toBe('not-empty')
  expect(await contentsOf(filled)).toEqual(before)
})

test('rows that a server makes by starting give way', async () => {
  const target = await blank('embedded')
  await migrate(target.pool, oddMigrations)
  await target.pool.query(`insert into log (line) values ('started')`)
  await restoreBackup(target.pool, good, { ...restoring, replaceRowsOf: ['log'] })
  expect((await contentsOf(target)).log).toHaveLength(2)
})

test('damage of any kind changes nothing', async () => {
  const target = await blank('embedded')
  const bytes = readFileSync(good)
  const plain = gunzipSync(bytes).toString('utf8')
  const damaged: Record<string, Buffer> = {
    empty: Buffer.alloc(0),
    text: Buffer.from('hello'),
    cut: bytes.subarray(0, bytes.length - 9),
    half: bytes.subarray(0, bytes.length / 2),
    flipped: Buffer.from(bytes.map((byte, index) => (index === bytes.length >> 1 ? byte ^ 1 : byte))),
    'without its end': gzipSync(plain.split('\n').slice(0, -2).join('\n').concat('\n')),
    'a row less': gzipSync(plain.replace(/\n\["00000000[^\n]*/, '')),
    'another amount': gzipSync(plain.replace('0.000000000000000000000000000000000001', '1')),
    'a row twice': gzipSync(plain.replace(/(\n\["00000000[^\n]*)/, '$1$1')),
    'two after another': gzipSync(plain + plain),
    'another program’s': gzipSync('{"format":"other","version":1}\n'),
  }
  for (const [name, content] of Object.entries(damaged)) {
    const path = join(folder, 'damaged.backup')
    writeFileSync(path, content)
    expect([name, await problemOf(restoreBackup(target.pool, path, restoring))]).toEqual([
      name,
      expect.stringMatching(/^(?:damaged|not-a-backup)$/),
    ])
  }
  expect(await contentsOf(target)).toEqual({})
})

test('a backup that fails leaves no file, and the one of yesterday as it was', async () => {
  const path = join(folder, 'kept.backup')
  writeFileSync(path, 'yesterday')
  const signal = AbortSignal.abort(new Error('Ctrl-C'))
  await expect(writeBackup(filled.pool, path, { createdAt, withoutRowsOf, signal })).rejects.toThrow('Ctrl-C')
  await expect(writeBackup(filled.pool, join(folder, 'no/such/folder'), { createdAt, withoutRowsOf })).rejects.toThrow()
  expect(readFileSync(path, 'utf8')).toBe('yesterday')
  expect(existsSync(`${path}.partial`)).toBe(false)
  expect((await filled.pool.query('select 1 as ok')).rows).toEqual([{ ok: 1 }])
})

async function problemOf(restoring: Promise<unknown>): Promise<BackupError['problem'] | null> {
  return restoring.then(
    () => null,
    (error: BackupError) => error.problem ?? String(error),
  )
}
