import { afterAll, beforeAll, expect, test } from 'vitest'
import { DAY, fixedClock } from '../../src/platform/clock.ts'
import type { Home, ProjectRow, ProjectSpend } from '../../src/reports/api.ts'
import { requester } from '../access/world.ts'
import { type Client, join, setUpAdmin } from '../support/client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const MOVED_ON = '2026-11-23'
const clock = fixedClock(`${MOVED_ON}T05:00:00Z`)
let server: TestServer
let admin: Client
let member: Client
let former: Client
let ofBoth: Client
let projectId: string

/** A project of B팀 with weeks of costs moves to A팀, and three days later its bill has changed on both sides. */
beforeAll(async () => {
  server = await startTestServer({
    clock,
    simulator: { historyDays: 60, projectCount: 3, organizations: 1 },
    roles: { web: true, jobs: false },
  })
  admin = await setUpAdmin(server)
  const as = requester(admin)
  const before = (await as('POST', '/api/teams', { name: 'B팀' })).id
  const after = (await as('POST', '/api/teams', { name: 'A팀' })).id
  await as('POST', `/api/teams/${before}/admin-keys`, { key: server.simulator.keys.full })
  projectId = (await as('POST', '/api/projects', { teamId: before, name: '검색' })).id
  const externalIds = server.simulator.projects(0).map((project) => project.id)
  await as('POST', `/api/projects/${projectId}/bindings`, { externalIds })
  await collect()
  const seat = (name: string, teamIds: string[]) => {
    const teams = teamIds.map((teamId) => ({ teamId, role: 'member' as const }))
    return join(server, admin, { email: `${name}@example.com`, name, teams })
  }
  member = await seat('a', [after])
  former = await seat('b', [before])
  ofBoth = await seat('both', [after, before])
  await pages(former) // an answer that must not be given to anybody once the project has moved
  await as('POST', `/api/projects/${projectId}/move`, { teamId: after, reason: '조직 개편' })
  clock.advance(3 * DAY)
  await collect()
})
afterAll(() => server.close())

async function collect(): Promise<void> {
  const { collections } = server.runtime
  for (const { id } of await collections.request({ requestedBy: '시험' })) {
    const ended = await collections.run(id, { signal: AbortSignal.timeout(60_000), force: true })
    if (ended?.state !== 'done') throw new Error(`the collection ended as ${ended?.state} ${ended?.problemCode}`)
  }
}

async function pages(client: Client) {
  const as = requester(client)
  const { items } = await as<{ items: ProjectRow[] }>('GET', '/api/projects')
  const home = await as<Home>('GET', '/api/home')
  const spend = await as<ProjectSpend>('GET', `/api/projects/${projectId}/spend?days=30`)
  return { row: items[0], top: home.topProjects[0], home, spend }
}

const sum = (amounts: readonly (string | null | undefined)[]) =>
  amounts.reduce((total, amount) => total + Number(amount ?? 0), 0)

test('who sees only the new team sees no figure of a day before the move', async () => {
  const { row, top, home, spend } = await pages(member)
  const trends = [row?.trend, top?.trend, spend.trend]
  for (const trend of trends) {
    expect(trend).toHaveLength(30)
    for (const { day, amount } of trend ?? []) {
      if (day < MOVED_ON) expect(amount, day).toBeNull()
      else expect(amount, day).not.toBeNull()
    }
  }
  const own = sum(spend.trend.filter(({ day }) => day < '2026-11-26').map(({ amount }) => amount))
  expect(own).toBeGreaterThan(0)
  for (const week of [row?.last7Days, row?.last30Days, top?.last7Days, spend.last7Days.amount]) {
    expect(Number(week?.amount)).toBeCloseTo(own, 6)
  }
  expect(home.last7Days.amount?.amount).toBe(spend.last7Days.amount?.amount)
  expect(row).toMatchObject({ previous7Days: null, change: null })
  // The measure is made of its own days only.
  expect(Number(spend.usualDay?.amount)).toBeLessThanOrEqual(own)
  expect(spend).toMatchObject({ last7Days: { missingDays: 4, previous: null, change: null } })
  const lines = spend.lineItems.map((line) => line.amount.amount)
  expect(sum(lines)).toBeCloseTo(sum(spend.trend.map(({ amount }) => amount)), 6)
  expect(spend.lineItems.every((line) => line.previous === null)).toBe(true)
  expect(spend.restatements.length).toBeGreaterThan(0)
  expect(spend.restatements.filter(({ day }) => day < MOVED_ON)).toEqual([])
})

test.each([
  ['an admin', () => admin],
  ['who sees both teams', () => ofBoth],
])('%s sees the whole of a project that moved', async (_who, client) => {
  const { row, top, spend } = await pages(client())
  for (const trend of [row?.trend, top?.trend, spend.trend]) {
    expect(trend?.every(({ amount }) => amount !== null)).toBe(true)
  }
  expect(row?.previous7Days).not.toBeNull()
  expect(row?.change).not.toBeNull()
  expect(spend.last7Days).toMatchObject({ missingDays: 0 })
  expect(spend.restatements.some(({ day }) => day < MOVED_ON)).toBe(true)
})

test('who sees only the former team sees the project no more, and its days still in the sums of the team', async () => {
  expect((await former.request('GET', `/api/projects/${projectId}/spend?days=30`)).status).toBe(404)
  const home = await requester(former)<Home>('GET', '/api/home')
  expect(home.topProjects).toEqual([])
  expect(Number(home.last7Days.amount?.amount)).toBeGreaterThan(0)
})

test('on the day of a move the days before it are unknown to the new team, not zero', async () => {
  const as = requester(admin)
  const { id: alone } = await as('POST', '/api/teams', { name: 'C팀' })
  await as('POST', `/api/projects/${projectId}/move`, { teamId: alone, reason: '조직 개편' })
  const teams = [{ teamId: alone, role: 'member' as const }]
  const { row, top, spend } = await pages(await join(server, admin, { email: 'c@example.com', name: 'c', teams }))
  expect(row).toMatchObject({ yesterday: null, last7Days: null, last30Days: null, state: 'ok' })
  expect(top).toBeUndefined()
  expect(spend).toMatchObject({ yesterday: { amount: null }, state: 'ok', restatements: [] })
  expect(spend.today?.amount).toBeDefined()
})
