import { createServer } from 'node:http'
import { expect, test, vi } from 'vitest'
import { join, setUpAdmin } from '../support/client.ts'
import { startTestServer } from '../support/server.ts'

vi.setConfig({ testTimeout: 60_000 })

test('a lead’s own server cannot pose as the organization that other teams share', async () => {
  const server = await startTestServer({
    simulator: { projectCount: 3, historyDays: 3 },
    environment: { ALLOW_CUSTOM_BASE_URL: 'true' },
    roles: { web: true, jobs: false },
  })
  const { keys } = server.simulator
  const shared = server.simulator.projects().map(({ id }) => ({ id, name: id, status: 'active' }))
  let asked = 0
  const impostor = createServer((request, response) => {
    asked += 1
    const isList = request.url?.includes('/organization/projects?') ?? false
    const page = { object: 'page', data: isList ? shared : [], has_more: false }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page))
  })
  await new Promise<void>((done) => impostor.listen(0, '127.0.0.1', done))
  const address = impostor.address()
  const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`
  const admin = await setUpAdmin(server)
  const teamOf = async (name: string) => (await admin.request<{ id: string }>('POST', '/api/teams', { name })).body.id
  const [own, other] = [await teamOf('마케팅팀'), await teamOf('데이터팀')]
  await admin.request('POST', `/api/teams/${own}/admin-keys`, { key: keys.full })
  const seat = { email: 'lead@example.com', name: '박팀장', teams: [{ teamId: other, role: 'lead' as const }] }
  const lead = await join(server, admin, seat)

  const path = `/api/teams/${other}/admin-keys`
  const refused = await lead.request<{ code: string }>('POST', path, { key: keys.second, baseUrl })
  expect([refused.status, refused.body.code, asked]).toEqual([403, 'base-url-for-admins', 0])
  const { body: kept } = await lead.request<{ id: string }>('POST', path, { key: keys.second })
  const moved = await lead.request<{ code: string }>('PUT', `/api/admin-keys/${kept.id}`, { key: keys.second, baseUrl })
  expect([moved.status, moved.body.code, asked]).toEqual([403, 'base-url-for-admins', 0])

  // What an admin chooses is asked: the address may be a proxy of theirs.
  await admin.request('POST', path, { key: keys.readOnly, baseUrl })
  expect(asked).toBeGreaterThan(0)
  impostor.closeAllConnections()
  impostor.close()
  await server.close()
})
