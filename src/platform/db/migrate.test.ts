import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import type { Database } from './database.ts'
import { DatabaseTooNew, type Migration, MigrationChanged, migrate, readMigrations } from './migrate.ts'

let database: Database
let landed: Migration[]
beforeAll(async () => {
  database = await createTestDatabase()
  landed = await readMigrations()
})
afterAll(() => database.close())

const more = (name: string, sql: string): Migration => ({ name, sql })
const tables = async () => (await database.pool.query(`select to_regclass('more_rows') as more`)).rows[0]?.more

test('a database that is up to date is left alone', async () => {
  expect(await migrate(database.pool, landed)).toEqual([])
})

test('two processes that start at once migrate once', async () => {
  const wanted = [...landed, more('9001-more.sql', 'create table more_rows (id int primary key)')]
  const applied = await Promise.all([migrate(database.pool, wanted), migrate(database.pool, wanted)])
  expect(applied.flat()).toEqual(['9001-more.sql'])
  expect(await tables()).toBe('more_rows')
})

test('a migration that fails leaves nothing of itself', async () => {
  const wanted = [
    ...landed,
    more('9001-more.sql', 'create table more_rows (id int primary key)'),
    more('9002-broken.sql', 'drop table more_rows; select nothing from nowhere'),
  ]
  await expect(migrate(database.pool, wanted)).rejects.toThrow()
  expect(await tables()).toBe('more_rows')
})

test('a migration that was edited after it landed is refused, and so is a database of a newer version', async () => {
  const edited = landed.map((one, place) => (place === 0 ? { ...one, sql: `${one.sql}\n-- edited` } : one))
  await expect(migrate(database.pool, edited)).rejects.toThrow(MigrationChanged)
  await expect(migrate(database.pool, landed)).rejects.toThrow(DatabaseTooNew)
})
