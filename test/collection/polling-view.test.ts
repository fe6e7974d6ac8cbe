import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Polling } from '../../src/collection/polling/api.ts'
import { fixedClock, MINUTE } from '../../src/platform/clock.ts'
import { requester } from '../access/world.ts'
import { type Client, join, setUpAdmin } from '../support/client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

type Items = { items: Polling[] }

const clock = fixedClock('2026-11-23T05:00:00Z')
let server: TestServer
let admin: Client
let member: Client
let teamId = ''

/** Two teams share an organization; the member belongs to one of them. Another organization is none of theirs. */
beforeAll(async () => {
  server = await startTestServer({
    clock,
    simulator: { historyDays: 3, projectCount: 2, organizations: 2 },
    roles: { web: true, jobs: false },
  })
  const { keys } = server.simulator
  admin = await setUpAdmin(server)
  const as = requester(admin)
  const team = async (name: string, key: string) => {
    const { id } = await as<{ id: string }>('POST', '/api/teams', { name })
    await as('POST', `/api/teams/${id}/admin-keys`, { key })
    return id
  }
  teamId = await team('마케팅팀', keys.full)
  await team('커머스팀', keys.second)
  await team('연구팀', keys.otherOrganization)
  member = await join(server, admin, { email: 'm@example.com', name: '김민수', teams: [{ teamId, role: 'member' }] })
})
afterAll(() => server.close())

const seen = async (who: Client, path = '/api/polling') => (await requester(who)<Items>('GET', path)).items

test('before the first poll everything is unknown', async () => {
  expect(await seen(member)).toMatchObject([
    { readAt: null, lastPollAt: null, nextPollAt: null, requestsLastMinute: 0 },
  ])
})

test('after it, each sees how old the usage of their organization is and what it took to read it', async () => {
  await server.runtime.polls.pollDue({ signal: AbortSignal.timeout(60_000) })
  clock.advance(MINUTE / 2)
  const [own, ...others] = await seen(member)
  expect(others).toEqual([])
  expect(own).toMatchObject({
    teams: [{ id: teamId, name: '마케팅팀' }],
    readAt: '2026-11-23T05:00:00.000Z',
    nextPollAt: '2026-11-23T05:05:00.000Z',
    intervalSeconds: 300,
    hot: false,
    problem: null,
  })
  expect(own?.requestsLastMinute).toBe(own?.requestsLastRound)
  expect(own?.kinds).toHaveLength(10)
  expect(await seen(admin)).toHaveLength(2)
  clock.advance(MINUTE)
  expect((await seen(member))[0]?.requestsLastMinute).toBe(0)
})

test('a kind that fails says so with its reason and when it is tried again', async () => {
  server.simulator.faults.push({ match: 'usage/images', kind: '429', retryAfterSeconds: 90 })
  clock.advance(5 * MINUTE)
  await server.runtime.polls.pollDue({ signal: AbortSignal.timeout(60_000) })
  const kinds = (await seen(admin)).flatMap((one) => one.kinds.filter(({ problem }) => problem !== null))
  expect(kinds).toMatchObject([
    { kind: 'images', problem: { code: 'api-busy' }, retryAt: new Date(clock.now().getTime() + 90_000).toISOString() },
  ])
  expect(kinds[0]?.problem?.detail).toMatch(/니다/)
})

test('the metrics tell the age of the usage, and what was asked', async () => {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  expect(text).toMatch(/finops_usage_age_seconds\{organization="[\w-]+"\} 0/)
  expect(text).toMatch(/finops_usage_requests_total\{kind="images",outcome="failed"\} 1/)
  expect(text).toContain('finops_usage_poll_seconds_count')
})
