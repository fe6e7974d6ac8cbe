import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/support/database.ts'
import { type Actor, commandActor } from '../../people/actor.ts'
import { fixedClock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import { createProjectKeyVerbs } from './project-keys.ts'

const clock = fixedClock('2026-11-23T05:00:00Z')
const projectId = '00000000-0000-4000-8000-000000000002'
const teamId = '00000000-0000-4000-8000-000000000001'
const member: Actor = {
  personId: 'p',
  name: '김하나',
  role: 'member',
  teams: new Map([[teamId, 'member']]),
  via: 'session',
}
let database: Database
let keys: ReturnType<typeof createProjectKeyVerbs>

beforeAll(async () => {
  database = await createTestDatabase()
  keys = createProjectKeyVerbs({
    db: database.db,
    clock,
    people: { find: async () => new Map(), leadLost: async () => {} },
  })
  await sql`insert into teams (id, name, created_at) values (${teamId}, '마케팅팀', now())`.execute(database.db)
  await sql`insert into projects (id, team_id, name, created_at) values (${projectId}, ${teamId}, '광고', now())`.execute(
    database.db,
  )
})
afterAll(() => database.close())

const version = async () =>
  (await sql<{ version: number }>`select version from derived.gateway_version`.execute(database.db)).rows[0]?.version ??
  0

test('a key is found by its secret, which is stored nowhere', async () => {
  const { key, secret } = await keys.create(commandActor, projectId, { name: '서버', expiresAt: null })
  expect(secret).toMatch(/^fin_[\w-]{43}$/)
  expect(await keys.find(database.db, secret)).toMatchObject({ id: key.id, projectId, teamId, projectName: '광고' })
  expect(await keys.find(database.db, `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`)).toBeNull()
  const { rows } = await sql`select * from project_keys k, actions a
    where k::text like ${`%${secret.slice(4)}%`} or a::text like ${`%${secret.slice(4)}%`}`.execute(database.db)
  expect(rows).toEqual([])
})

test('an expired key is not found, and a withdrawn one is not living', async () => {
  const { key, secret } = await keys.create(commandActor, projectId, {
    name: '하루',
    expiresAt: keys.endAfter(1),
  })
  clock.advance(24 * 3600 * 1000)
  expect(await keys.find(database.db, secret)).toBeNull()
  await sql`update project_keys set revoked_at = now() where id = ${key.id}`.execute(database.db)
  expect((await keys.livingKeys(database.db)).some(({ id }) => id === key.id)).toBe(false)
})

test('only who leads the team makes a key', async () => {
  const making = keys.create(member, projectId, { name: '몰래', expiresAt: null })
  await expect(making).rejects.toMatchObject({ kind: 'forbidden' })
})

test('what a gateway must know moves its version, once per transaction; the use of a key does not', async () => {
  const before = await version()
  await keys.create(commandActor, projectId, { name: '하나 더', expiresAt: null })
  expect(await version()).toBe(before + 1)
  await sql`update project_keys set last_used_at = now()`.execute(database.db)
  expect(await version()).toBe(before + 1)
  await sql`update projects set name = '광고 2'`.execute(database.db)
  expect(await version()).toBe(before + 2)
})
