import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '../../src/platform/clock.ts'
import { setUpAdmin } from '../support/client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ clock: fixedClock('2026-11-23T05:00:00Z'), roles: { web: true, jobs: false } })
})
afterAll(() => server.close())

const signal = new AbortController().signal
const total = async (): Promise<string> => {
  const { rows } = await sql<{ amount: string }>`
    select trim_scale(sum(amount))::text as amount from workspace_days`.execute(server.runtime.database.db)
  return rows[0]?.amount ?? ''
}

test('an organization that was taken for two is joined, and its costs are counted once', async () => {
  const { runtime, simulator } = server
  const admin = await setUpAdmin(server)
  const team = async (name: string, key: string) => {
    const made = await admin.request<{ id: string }>('POST', '/api/teams', { name })
    const path = `/api/teams/${made.body.id}/admin-keys`
    return (await admin.request<{ id: string; organizationId: string }>('POST', path, { key })).body
  }
  const first = await team('마케팅팀', simulator.keys.full)
  const second = await team('커머스팀', simulator.keys.second)
  expect(second.organizationId).toBe(first.organizationId)

  // As if the second key had been able to tell nothing of its organization when it was registered.
  const { rows } = await sql<{ id: string }>`
    insert into organizations (provider, created_at) values ('openai', now()) returning id`.execute(runtime.database.db)
  const mistaken = rows[0]?.id ?? ''
  await sql`update admin_keys set organization_id = ${mistaken} where id = ${second.id}`.execute(runtime.database.db)
  await sql`delete from organization_projects`.execute(runtime.database.db)

  await runtime.collections.request({ requestedBy: 'test' })
  await runtime.collections.runOpen({ signal })
  await runtime.collections.runOpen({ signal })

  const keys = await sql<{ organization_id: string }>`select distinct organization_id from admin_keys`.execute(
    runtime.database.db,
  )
  expect(keys.rows).toHaveLength(1)
  expect(await total()).toBe(simulator.truth.total('2026-05-27', '2026-11-23'))
  expect((await admin.request<{ todos: unknown[] }>('GET', '/api/home')).body.todos).toEqual([])
})
