import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, clientWith, createWorkbench, PASSWORD, type Workbench } from '../../../test/people/workbench.ts'
import { DAY, MINUTE, SECOND } from '../../platform/clock.ts'

let bench: Workbench
let admin: Client
beforeAll(async () => {
  bench = await createWorkbench()
  admin = await bench.admin()
})
afterAll(() => bench.close())

async function scriptOf(client: Client, expiresInDays: number | null = null) {
  const { status, body } = await client.send('POST', '/api/me/tokens', { name: '월요일 스크립트', expiresInDays })
  expect(status).toBe(201)
  const headers = { authorization: `Bearer ${body.secret}` }
  return { token: body, script: clientWith(bench.app, client.id, headers) }
}

test('a token is shown once, kept as a hash, and acts as its person', async () => {
  const { token, script } = await scriptOf(admin)
  expect(token.secret).toMatch(/^fin_[0-9A-Za-z]{40}$/)
  expect(token.last4).toBe(token.secret.slice(-4))
  expect((await script.send('GET', '/api/me')).body).toMatchObject({ id: admin.id })
  expect((await script.send('GET', '/api/people')).status).toBe(200)
  const listed = (await admin.send('GET', '/api/me/tokens')).body.items
  expect(listed[0]).toMatchObject({ id: token.id, last4: token.last4 })
  const { rows } = await bench.database.pool.query(
    'select to_jsonb(personal_tokens) as row from personal_tokens union all select to_jsonb(actions) from actions',
  )
  expect(JSON.stringify([listed, rows, bench.lines])).not.toContain(token.secret)
})

test('its last use is written at most once a minute', async () => {
  const { token, script } = await scriptOf(admin)
  const lastUse = async () => {
    const { rows } = await bench.database.pool.query('select last_used_at from personal_tokens where id = $1', [
      token.id,
    ])
    return rows[0].last_used_at.toISOString()
  }
  await script.send('GET', '/api/me')
  const first = await lastUse()
  bench.clock.advance(50 * SECOND)
  await script.send('GET', '/api/me')
  expect(await lastUse()).toBe(first)
  bench.clock.advance(MINUTE)
  await script.send('GET', '/api/me')
  expect(await lastUse()).toBe(bench.clock.now().toISOString())
})

test('a token can neither make tokens nor take over the account', async () => {
  const { script } = await scriptOf(admin)
  const sessions = (await admin.send('GET', '/api/me/sessions')).body.items
  const tries = [
    script.send('POST', '/api/me/tokens', { name: 'another' }),
    script.send('POST', '/api/me/password', { currentPassword: PASSWORD, newPassword: '새로 정한 비밀번호 2' }),
    script.send('POST', `/api/people/${admin.id}/reset-link`),
    script.send('DELETE', `/api/me/sessions/${sessions[0].id}`),
  ]
  for (const answer of await Promise.all(tries)) {
    expect(answer).toMatchObject({ status: 403, body: { code: 'token-not-enough' } })
  }
})

test('what a token opens does not outlive it: it lets nobody in and changes nobody', async () => {
  const { script } = await scriptOf(admin, 1)
  const friend = await bench.member('friend')
  const tries = [
    script.send('POST', '/api/invitations', { email: 'later@example.com', role: 'admin' }),
    script.send('PATCH', `/api/people/${friend.id}`, { role: 'admin' }),
    script.send('PATCH', `/api/people/${friend.id}`, { disabled: false }),
  ]
  for (const answer of await Promise.all(tries)) {
    expect(answer).toMatchObject({ status: 403, body: { code: 'token-not-enough' } })
  }
  expect((await script.send('GET', '/api/invitations')).body.items).toEqual([])
  expect((await friend.send('GET', '/api/me')).body.role).toBe('member')
})

test('an expired or revoked token is nobody', async () => {
  const { script } = await scriptOf(admin, 1)
  expect((await script.send('GET', '/api/me')).status).toBe(200)
  bench.clock.advance(DAY)
  expect((await script.send('GET', '/api/me')).status).toBe(401)
  const lasting = await scriptOf(admin)
  expect((await admin.send('DELETE', `/api/me/tokens/${lasting.token.id}`)).status).toBe(204)
  expect((await lasting.script.send('GET', '/api/me')).status).toBe(401)
  expect((await admin.send('DELETE', `/api/me/tokens/${lasting.token.id}`)).status).toBe(404)
})

test("somebody else's token does not exist", async () => {
  const { token } = await scriptOf(admin)
  const eve = await bench.member('eve')
  expect((await eve.send('GET', '/api/me/tokens')).body.items).toEqual([])
  expect((await eve.send('DELETE', `/api/me/tokens/${token.id}`)).status).toBe(404)
})

test('a wrong token does not fall back to the cookie', async () => {
  for (const authorization of ['Bearer fin_wrong', 'bearer   fin_wrong', 'Bearer x']) {
    const client = clientWith(bench.app, '', { cookie: admin.cookie, authorization })
    expect((await client.send('GET', '/api/me')).status).toBe(401)
  }
})
