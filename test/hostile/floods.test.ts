import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createWorld, type Identity, type World } from '../access/world.ts'

vi.setConfig({ testTimeout: 60_000 })

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

async function ask(identity: Identity, method: string, path: string, body?: unknown) {
  const headers = {
    ...world.headersOf(identity),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  const answer = await fetch(`${world.server.url}${path}`, init)
  const { id = '', code = null } = (await answer.json()) as { id?: string; code?: string | null }
  return { status: answer.status, id, code, retryAfter: answer.headers.get('retry-after') }
}

async function countsOf(times: number, request: () => Promise<{ status: number }>): Promise<Record<number, number>> {
  const counts: Record<number, number> = {}
  for (let time = 0; time < times; time += 1) {
    const { status } = await request()
    counts[status] = (counts[status] ?? 0) + 1
  }
  return counts
}

const channel = (name: string) => ({
  teamId: world.own.teamId,
  kind: 'mail',
  name,
  addresses: ['victim@example.com', 'another@example.com'],
})
const deliveries = async () =>
  (await world.server.runtime.database.pool.query<{ count: number }>('select count(*) as count from deliveries'))
    .rows[0]

test('the test button fills nobody’s mail box, however many channels, sessions and tokens it is pressed with', async () => {
  const [one, other] = [
    await ask('lead', 'POST', '/api/channels', channel('하나')),
    await ask('lead', 'POST', '/api/channels', channel('둘')),
  ]
  const press = (identity: Identity, { id }: { id: string }) => ask(identity, 'POST', `/api/channels/${id}/test`)
  expect(await countsOf(6, () => press('lead', one))).toEqual({ 200: 6 })
  expect(await countsOf(20, () => press('lead', other))).toEqual({ 200: 4, 429: 16 })
  const before = await deliveries()
  const refused = await press('token of the lead', one)
  expect([refused.status, refused.code, Number(refused.retryAfter) > 0]).toEqual([429, 'too-many-requests', true])
  expect(await deliveries()).toEqual(before)
  expect(await press('admin', one)).toMatchObject({ status: 200 })
})

test('a team has room for twenty channels, since each notice goes to all of them', async () => {
  const counts = await countsOf(25, () => ask('lead', 'POST', '/api/channels', channel(`채널 ${world.fresh()}`)))
  expect(counts).toEqual({ 201: 18, 409: 7 })
  expect((await ask('lead', 'POST', '/api/channels', channel('하나 더'))).code).toBe('channel-too-many')
})

test('messages about a block are ten at a time', async () => {
  const { id: projectId } = await world.as('POST', '/api/projects', { teamId: world.own.teamId, name: '시끄러운 곳' })
  const { id } = await world.as('POST', `/api/projects/${projectId}/block`, { reason: '시험' })
  const send = () => ask('member', 'POST', `/api/blocks/${id}/message`, { text: '확인해 주세요.' })
  expect(await countsOf(15, send)).toEqual({ 202: 10, 429: 5 })
})

test('nobody uses up OpenAI’s requests by looking at API keys again and again, and an admin is never held up', async () => {
  const look = (identity: Identity) => () => ask(identity, 'GET', `/api/projects/${world.own.projectId}/api-keys`)
  expect(await countsOf(25, look('member'))).toEqual({ 200: 20, 429: 5 })
  expect(await countsOf(25, look('admin'))).toEqual({ 200: 25 })
})
