import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/support/database.ts'
import type { Database } from '../platform/db/database.ts'
import { claimOrganization } from './organization.ts'
import type { CheckedKey } from './ports.ts'

let database: Database
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(() => sql`truncate organization_projects, organizations cascade`.execute(database.db))

const NOW = new Date('2026-11-23T05:00:00Z')

function claim(ids: readonly string[] | null, hint: string | null = null, seen: readonly string[] = []) {
  const check: CheckedKey = {
    ok: true,
    organizationHint: hint,
    projects: ids?.map((id) => ({ id, name: id, archived: false, createdAt: null })) ?? null,
    seenProjectIds: seen,
    writeAccess: 'unknown',
  }
  return database.db.transaction().execute((tx) => claimOrganization(tx, check, NOW))
}
const names = async () =>
  (await sql<{ external_id: string | null }>`select external_id from organizations order by 1`.execute(database.db))
    .rows

test('one project in common is enough', async () => {
  const first = await claim(['proj_a', 'proj_b'])
  expect(await claim(['proj_b', 'proj_c'])).toBe(first)
  expect(await claim(['proj_c'])).toBe(first)
  expect(await claim(['proj_d'])).not.toBe(first)
})

test('ids met in costs count as projects', async () => {
  const first = await claim(null, null, ['proj_a'])
  expect(await claim(['proj_a', 'proj_b'])).toBe(first)
})

test('a name decides where nothing else is known', async () => {
  const first = await claim(null, 'org-1')
  expect(await claim(null, 'org-1')).toBe(first)
  expect(await claim(['proj_a'], 'org-1')).toBe(first)
  expect(await claim(null, 'org-1')).toBe(first)
})

test('other projects speak against the same name, which stays with the first', async () => {
  const first = await claim(['proj_a'], 'org-1')
  expect(await claim(['proj_z'], 'org-1')).not.toBe(first)
  expect(await names()).toEqual([{ external_id: 'org-1' }, { external_id: null }])
})

test('a name that comes later is kept', async () => {
  const first = await claim(['proj_a'])
  expect(await claim(['proj_a'], 'org-1')).toBe(first)
  expect(await claim(null, 'org-1')).toBe(first)
})

test('of keys that nothing is known of each has its own', async () => {
  expect(await claim(null)).not.toBe(await claim(null))
})
