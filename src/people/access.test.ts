import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, call, createWorkbench, PASSWORD, type Workbench } from '../../test/people/workbench.ts'

let bench: Workbench
let admin: Client
let member: Client
beforeAll(async () => {
  bench = await createWorkbench()
  admin = await bench.admin()
  member = await bench.member('member')
})
afterAll(() => bench.close())

const ID = '0d1a6c1e-0000-4000-8000-00000000abcd'
type Route = ['GET' | 'POST' | 'PATCH' | 'DELETE', string, unknown?]

const SIGNED_IN: Route[] = [
  ['POST', '/api/sign-out'],
  ['GET', '/api/me'],
  ['PATCH', '/api/me', { name: 'x' }],
  ['POST', '/api/me/password', { currentPassword: PASSWORD, newPassword: PASSWORD }],
  ['GET', '/api/me/sessions'],
  ['DELETE', `/api/me/sessions/${ID}`],
  ['GET', '/api/me/tokens'],
  ['POST', '/api/me/tokens', { name: 'x' }],
  ['DELETE', `/api/me/tokens/${ID}`],
  ['GET', '/api/people'],
  ['GET', '/api/invitations'],
  ['POST', '/api/invitations', { email: 'x@example.com' }],
  ['DELETE', `/api/invitations/${ID}`],
  ['GET', '/api/workspace'],
]
const ADMIN: Route[] = [
  ['PATCH', `/api/people/${ID}`, { role: 'admin' }],
  ['POST', `/api/people/${ID}/reset-link`],
  ['PATCH', '/api/workspace', { name: 'x' }],
]

test.each([...SIGNED_IN, ...ADMIN])('%s %s asks to sign in', async (method, url, payload) => {
  const answer = await call(bench.app, method, url, { payload })
  expect(answer).toMatchObject({ status: 401, body: { code: 'sign-in-needed' } })
  expect(answer.body.detail).toContain('로그인')
})

test.each(ADMIN)('%s %s is for admins', async (method, url, payload) => {
  expect(await member.send(method, url, payload)).toMatchObject({ status: 403, body: { code: 'not-allowed' } })
})

test.each(ADMIN.slice(0, 2))('%s %s of an unknown person is not found', async (method, url, payload) => {
  expect(await admin.send(method, url, payload)).toMatchObject({ status: 404 })
})

const HOSTILE: unknown[] = [
  null,
  [],
  'text',
  42,
  {},
  { email: 'a\u0000b@example.com', name: 'a\u0000b', password: 'a\u0000b', token: '\u0000', code: '\u0000' },
  { email: 'x'.repeat(10_000), name: 'x'.repeat(10_000), password: 'x'.repeat(10_000), token: 'x'.repeat(10_000) },
  { email: { $ne: null }, name: ['x'], password: true, token: {}, teams: 'all', role: 'owner', timeZone: 7 },
  { email: '김@예시.한국', name: '\u202eevil\u202c', password: '🙂'.repeat(40), token: '🙂', code: '🙂', teams: [{}] },
  { name: '\ud800', email: '\ud800@example.com', password: '\ud800'.repeat(20), token: '\ud800', timeZone: '\ud800' },
  { email: "x'--@example.com", password: "' or 1=1 --", token: "' or 1=1 --", role: 'admin', expiresInDays: 1e308 },
]
const WRITES: Route[] = [
  ['POST', '/api/setup'],
  ['POST', '/api/sign-in'],
  ['POST', '/api/password-reset'],
  ['POST', '/api/password-reset/confirm'],
  ['POST', '/api/invitations/accept'],
  ['POST', '/api/invitations'],
  ['POST', '/api/me/tokens'],
  ['POST', '/api/me/password'],
  ['PATCH', '/api/me'],
  ['PATCH', '/api/workspace'],
  ['PATCH', `/api/people/${ID}`],
]

test.each(WRITES)('%s %s answers hostile bodies without breaking', async (method, url) => {
  for (const [index, payload] of HOSTILE.entries()) {
    const headers = { cookie: admin.cookie }
    const answer = await call(bench.app, method, url, { payload, headers, address: `198.51.100.${index}` })
    expect(answer.status).toBeLessThan(500)
    if (answer.status >= 400) expect(answer.body.detail).toMatch(/[가-힣]/)
  }
})

test.each([
  '/api/invitations/preview/%00',
  '/api/invitations/preview/%E0%A4%A',
  `/api/invitations/preview/${'x'.repeat(5_000)}`,
  `/api/invitations/preview/${encodeURIComponent('🙂')}`,
  '/api/me/sessions/%00',
  '/api/people/%00',
])('GET %s is refused in Korean', async (url) => {
  const answer = await call(bench.app, 'GET', url, { headers: { cookie: admin.cookie } })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
})

test.each([
  'DELETE /api/me/sessions/%00',
  'DELETE /api/me/tokens/x',
  'PATCH /api/people/%00',
  'DELETE /api/invitations/1',
])('%s is refused', async (line) => {
  const [method, url = ''] = line.split(' ')
  const answer = await admin.send(method === 'PATCH' ? 'PATCH' : 'DELETE', url, method === 'PATCH' ? {} : undefined)
  expect(answer.status).toBe(400)
})

test('a write from another site is refused although the cookie came along', async () => {
  const headers = { cookie: admin.cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  const answer = await call(bench.app, 'PATCH', '/api/workspace', { payload: { name: '빼앗은 이름' }, headers })
  expect(answer).toMatchObject({ status: 403, body: { code: 'origin-refused' } })
})

test('no password, cookie or token of all this is in the log', () => {
  const lines = bench.lines.join()
  expect(lines).not.toContain(PASSWORD)
  expect(lines).not.toContain(admin.cookie.split('=')[1]?.slice(0, 20))
})
