import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Client,
  call,
  createWorkbench,
  PASSWORD,
  signInAs,
  type Workbench,
} from '../../../test/people/workbench.ts'

let bench: Workbench
let minsu: Client
beforeAll(async () => {
  bench = await createWorkbench()
  await bench.admin()
  minsu = await bench.member('minsu')
})
afterAll(() => bench.close())

test('a new name shows at once and is recorded with the one before', async () => {
  expect(await minsu.send('PATCH', '/api/me', { name: '  김민수 ' })).toMatchObject({
    status: 200,
    body: { name: '김민수' },
  })
  const { rows } = await bench.database.pool.query(
    `select actor_name, before, after from actions where kind = 'person.changed'`,
  )
  expect(rows).toEqual([{ actor_name: 'minsu', before: { name: 'minsu' }, after: { name: '김민수' } }])
})

test('sessions are listed, and another one can be ended from here', async () => {
  const other = await signInAs(bench.app, minsu.id, 'minsu@example.com')
  const { body } = await minsu.send('GET', '/api/me/sessions')
  expect(body.items).toHaveLength(2)
  const [theirs] = body.items.filter((session: { current: boolean }) => !session.current)
  expect((await minsu.send('DELETE', `/api/me/sessions/${theirs.id}`)).status).toBe(204)
  expect((await other.send('GET', '/api/me')).status).toBe(401)
  expect((await minsu.send('GET', '/api/me')).status).toBe(200)
})

test("somebody else's session does not exist", async () => {
  const eve = await bench.member('eve')
  const { body } = await minsu.send('GET', '/api/me/sessions')
  const answer = await eve.send('DELETE', `/api/me/sessions/${body.items[0].id}`)
  expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } })
})

test('a changed password ends every other session and gives this one a new cookie', async () => {
  const yuna = await bench.member('yuna')
  const other = await signInAs(bench.app, yuna.id, 'yuna@example.com')
  const newPassword = '새로 정한 비밀번호 2'
  const answer = await yuna.send('POST', '/api/me/password', { currentPassword: PASSWORD, newPassword })
  expect(answer.status).toBe(204)
  expect(answer.cookie).not.toBe(yuna.cookie)
  expect((await other.send('GET', '/api/me')).status).toBe(401)
  expect((await yuna.send('GET', '/api/me')).status).toBe(401)
  expect((await call(bench.app, 'GET', '/api/me', { headers: { cookie: answer.cookie } })).status).toBe(200)
  await signInAs(bench.app, yuna.id, 'yuna@example.com', newPassword)
})

test('a wrong current password changes nothing and is throttled', async () => {
  const input = { currentPassword: 'wrong', newPassword: '새로 정한 비밀번호 2' }
  for (let index = 0; index < 5; index += 1) {
    expect(await minsu.send('POST', '/api/me/password', input)).toMatchObject({ body: { code: 'password-wrong' } })
  }
  expect(await minsu.send('POST', '/api/me/password', input)).toMatchObject({ status: 429 })
  await signInAs(bench.app, minsu.id, 'minsu@example.com')
})

test.each(['short', 'x'.repeat(129), 'a null \u0000 byte inside'])(
  'a password like %j is refused',
  async (newPassword) => {
    const answer = await minsu.send('POST', '/api/me/password', { currentPassword: PASSWORD, newPassword })
    expect(answer).toMatchObject({ status: 400, body: { code: 'request-invalid', errors: [{ path: 'newPassword' }] } })
  },
)

test('a session in use is prolonged to seven days again, and an expired one is over', async () => {
  const sora = await bench.member('sora')
  await bench.database.pool.query(`update sessions set expires_at = now() + interval '3 days' where person_id = $1`, [
    sora.id,
  ])
  const prolonged = await sora.send('GET', '/api/me')
  expect(prolonged.cookies[0]).toContain('Max-Age=604800')
  const { rows } = await bench.database.pool.query(
    `select expires_at > now() + interval '6 days' as prolonged from sessions where person_id = $1`,
    [sora.id],
  )
  expect(rows).toEqual([{ prolonged: true }])
  await bench.database.pool.query(`update sessions set expires_at = now() where person_id = $1`, [sora.id])
  expect((await sora.send('GET', '/api/me')).status).toBe(401)
})

test('a cookie whose signature is not ours is nobody', async () => {
  const forged = minsu.cookie.replace(/\.[^.]*$/, '.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D')
  for (const cookie of [forged, 'finops.session_token=%E0%A4%A', 'finops.session_token=', `a=${'x'.repeat(5000)}`]) {
    expect((await call(bench.app, 'GET', '/api/me', { headers: { cookie } })).status).toBe(401)
  }
})

test('over TLS the cookie is marked Secure', async () => {
  const secure = await createWorkbench({ publicUrl: 'https://finops.example.com' })
  try {
    await secure.people.createPerson({ name: '이지훈', email: 'admin@example.com', password: PASSWORD, admin: true })
    const payload = { email: 'admin@example.com', password: PASSWORD }
    const { cookies } = await call(secure.app, 'POST', '/api/sign-in', { payload })
    expect(cookies[0]).toMatch(/^__Secure-finops\.session_token=.+; Secure; SameSite=Lax$/)
  } finally {
    await secure.close()
  }
})
