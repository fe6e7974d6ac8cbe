import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import type { Database } from '../platform/db/database.ts'
import { recordAction } from './record.ts'

let database: Database
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const action = {
  at: new Date('2026-11-23T05:00:00Z'),
  kind: 'team.created',
  actor: { personId: 'p1', name: '이지훈', via: 'session' },
  subject: '마케팅팀',
  after: { name: '마케팅팀' },
} as const

test('a deed that is rolled back leaves no action', async () => {
  const deed = database.db.transaction().execute(async (tx) => {
    await recordAction(tx, action)
    throw new Error('the deed failed')
  })
  await expect(deed).rejects.toThrow('the deed failed')
  expect((await sql`select * from actions`.execute(database.db)).rows).toEqual([])
})

test('an action can neither be changed nor deleted', async () => {
  await database.db.transaction().execute((tx) => recordAction(tx, action))
  await expect(sql`update actions set subject = 'x'`.execute(database.db)).rejects.toThrow('only ever added')
  await expect(sql`delete from actions`.execute(database.db)).rejects.toThrow('only ever added')
})
