import { afterAll, beforeAll, expect, test } from 'vitest'
import { requester } from '../../test/access/world.ts'
import { type Client, join, setUpAdmin } from '../../test/support/client.ts'
import { startTestServer, type TestServer } from '../../test/support/server.ts'
import { fixedClock } from '../platform/clock.ts'
import type { Collection } from './api.ts'

type Items = { items: Collection[] }

let server: TestServer
let admin: Client
let payer: string
let sharer: string
let apart: string
let lead: Client
let member: Client
let outsider: Client

/** Two teams with a key each of one organization, whose projects are all the payer's; a third with another one alone. */
beforeAll(async () => {
  server = await startTestServer({
    clock: fixedClock('2026-11-23T05:00:00Z'),
    simulator: { historyDays: 20, projectCount: 3, organizations: 2 },
    roles: { web: true, jobs: false },
  })
  const { simulator, runtime } = server
  admin = await setUpAdmin(server)
  const as = requester(admin)
  payer = (await as('POST', '/api/teams', { name: 'B팀' })).id
  sharer = (await as('POST', '/api/teams', { name: 'A팀' })).id
  await as('POST', `/api/teams/${payer}/admin-keys`, { key: simulator.keys.full })
  await as('POST', `/api/teams/${sharer}/admin-keys`, { key: simulator.keys.second })
  const { id } = await as('POST', '/api/projects', { teamId: payer, name: '검색' })
  await as('POST', `/api/projects/${id}/bindings`, { externalIds: simulator.projects(0).map((project) => project.id) })
  apart = (await as('POST', '/api/teams', { name: 'C팀' })).id
  await as('POST', `/api/teams/${apart}/admin-keys`, { key: simulator.keys.otherOrganization })
  const seat = (name: string, teamId: string, role: 'lead' | 'member') =>
    join(server, admin, { email: `${name}@example.com`, name, teams: [{ teamId, role }] })
  lead = await seat('lead', sharer, 'lead')
  member = await seat('member', sharer, 'member')
  outsider = await seat('outsider', apart, 'member')
  await runtime.collections.runOpen({ signal: AbortSignal.timeout(60_000) })
})
afterAll(() => server.close())

/** The collection of a window, opened for a team with its own key. */
async function openedFor(teamId: string, from: string): Promise<Collection> {
  const opened = await requester(admin)<Items>('POST', '/api/collections', { teamId, from })
  const [collection] = opened.items
  if (!collection) throw new Error('nothing was opened')
  return collection
}

test('a lead who asks for what another team opened follows it without learning whose key reads', async () => {
  const opened = await openedFor(payer, '2026-11-18')
  expect(opened).toMatchObject({ teamId: payer, teamName: 'B팀' })
  const { items } = await requester(lead)<Items>('POST', '/api/collections', { teamId: sharer, from: '2026-11-18' })
  const hidden = { id: opened.id, teamId: null, teamName: null, keyLast4: '' }
  expect(items).toMatchObject([hidden])
  expect(await requester(lead)('GET', `/api/collections/${opened.id}`)).toMatchObject(hidden)
  const listed = await requester(member)<Items>('GET', `/api/collections?teamId=${sharer}`)
  expect(listed.items.find(({ id }) => id === opened.id)).toMatchObject(hidden)
})

test('a collection of an organization that a team has no key of does not exist for it', async () => {
  const { id } = await openedFor(apart, '2026-11-20')
  expect((await member.request('GET', `/api/collections/${id}`)).status).toBe(404)
  const listed = await requester(member)<Items>('GET', '/api/collections')
  expect(listed.items.map((one) => one.id)).not.toContain(id)
})

test('a team that shares an organization sees how far a reading is, and none of the amounts', async () => {
  const { id } = await openedFor(payer, '2026-11-16')
  await server.runtime.collections.run(id, { signal: AbortSignal.timeout(60_000), force: true })
  const seen = await requester(member)<Collection>('GET', `/api/collections/${id}`)
  expect(seen).toMatchObject({ state: 'done', daysDone: 8, cost: [], changedLines: null })
  const listed = await requester(member)<Items>('GET', '/api/collections')
  expect(listed.items.length).toBeGreaterThan(1)
  for (const one of listed.items) expect(one).toMatchObject({ cost: [], changedLines: null })

  const whole = await requester(admin)<Collection>('GET', `/api/collections/${id}`)
  expect(Number(whole.cost[0]?.amount)).toBeGreaterThan(0)
  expect(whole.changedLines).not.toBeNull()
})

test('a team with an organization of its own sees its amounts until a project of it moves to another team', async () => {
  const { id } = await openedFor(apart, '2026-11-16')
  await server.runtime.collections.run(id, { signal: AbortSignal.timeout(60_000), force: true })
  const own = await requester(outsider)<Collection>('GET', `/api/collections/${id}`)
  expect(Number(own.cost[0]?.amount)).toBeGreaterThan(0)
  expect(own.changedLines).not.toBeNull()

  const as = requester(admin)
  const { id: projectId } = await as('POST', '/api/projects', { teamId: apart, name: '추천' })
  const externalId = server.simulator.projects(1)[0]?.id ?? ''
  await as('POST', `/api/projects/${projectId}/bindings`, { externalIds: [externalId] })
  await as('POST', `/api/projects/${projectId}/move`, { teamId: payer, reason: '조직 개편' })
  const shared = await requester(outsider)<Collection>('GET', `/api/collections/${id}`)
  expect(shared).toMatchObject({ cost: [], changedLines: null, daysDone: 8 })
})
