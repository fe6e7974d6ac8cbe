import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { afterCommit } from './after-commit.ts'
import type { Database } from './database.ts'

let database: Database
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('what follows a transaction happens once it is committed, not before', async () => {
  const done: string[] = []
  await database.db.transaction().execute(async (tx) => {
    await afterCommit(tx, database.db, () => done.push('act'))
    done.push('still in the transaction')
  })
  await expect.poll(() => done).toEqual(['still in the transaction', 'act'])
})

test('what follows a transaction that is rolled back never happens', async () => {
  const done: string[] = []
  const deed = database.db.transaction().execute(async (tx) => {
    await afterCommit(tx, database.db, () => done.push('rolled back'))
    throw new Error('the deed failed')
  })
  await expect(deed).rejects.toThrow('the deed failed')
  await database.db.transaction().execute((tx) => afterCommit(tx, database.db, () => done.push('a later one')))
  await expect.poll(() => done).toEqual(['a later one'])
})
