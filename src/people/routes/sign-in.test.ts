import { afterEach, beforeEach, expect, test } from 'vitest'
import { call, createWorkbench, PASSWORD, type Workbench } from '../../../test/people/workbench.ts'

let bench: Workbench
beforeEach(async () => {
  bench = await createWorkbench()
})
afterEach(() => bench.close())

async function setupInput(email = 'jihoon@example.com') {
  const code = (await bench.people.setupCode()) ?? ''
  return { code, workspaceName: '하늘 주식회사', name: '이지훈', email, password: PASSWORD }
}

test('an empty workspace is set up with the printed code, and the first admin is signed in', async () => {
  expect((await call(bench.app, 'GET', '/api/setup')).body).toEqual({ needed: true })
  const answer = await call(bench.app, 'POST', '/api/setup', { payload: await setupInput() })
  expect(answer).toMatchObject({
    status: 201,
    body: { name: '이지훈', email: 'jihoon@example.com', role: 'admin', teams: [] },
  })
  expect(answer.body.workspace).toEqual({ name: '하늘 주식회사', timeZone: 'Asia/Seoul', sendsMail: true })
  const me = await call(bench.app, 'GET', '/api/me', { headers: { cookie: answer.cookie } })
  expect(me).toMatchObject({ status: 200, body: { id: answer.body.id } })
  expect((await call(bench.app, 'GET', '/api/setup')).body).toEqual({ needed: false })
})

test('a wrong code is refused and changes nothing', async () => {
  const input = { ...(await setupInput()), code: 'AAAA-AAAA' }
  const answer = await call(bench.app, 'POST', '/api/setup', { payload: input })
  expect(answer).toMatchObject({ status: 400, body: { code: 'setup-code-wrong' } })
  expect((await call(bench.app, 'GET', '/api/setup')).body).toEqual({ needed: true })
})

test('of two setups at once one wins and the other is told so', async () => {
  const [first, second] = [await setupInput('a@example.com'), { ...(await setupInput('b@example.com')) }]
  first.code = second.code
  const answers = await Promise.all(
    [first, second].map((payload) => call(bench.app, 'POST', '/api/setup', { payload })),
  )
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409])
})

test('only the code printed last is valid', async () => {
  const old = await setupInput()
  await bench.people.setupCode()
  expect(await call(bench.app, 'POST', '/api/setup', { payload: old })).toMatchObject({ status: 400 })
})

test('signing in sets a cookie that scripts cannot read and signing out ends the session', async () => {
  await bench.admin()
  const payload = { email: ' ADMIN@example.com ', password: PASSWORD }
  const answer = await call(bench.app, 'POST', '/api/sign-in', { payload })
  expect(answer.status).toBe(200)
  expect(answer.cookies).toHaveLength(1)
  expect(answer.cookies[0]).toMatch(/^finops\.session_token=.+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/)
  const headers = { cookie: answer.cookie }
  expect((await call(bench.app, 'POST', '/api/sign-out', { headers })).status).toBe(204)
  expect((await call(bench.app, 'GET', '/api/me', { headers })).status).toBe(401)
})

test('an unknown account and a wrong password get the same answer', async () => {
  await bench.admin()
  const wrong = { email: 'admin@example.com', password: 'wrong password' }
  const unknown = { email: 'nobody@example.com', password: 'wrong password' }
  const [first, second] = [
    await call(bench.app, 'POST', '/api/sign-in', { payload: wrong }),
    await call(bench.app, 'POST', '/api/sign-in', { payload: unknown }),
  ]
  expect(first).toMatchObject({ status: 401, body: { code: 'sign-in-refused' } })
  expect({ ...second.body, requestId: '' }).toEqual({ ...first.body, requestId: '' })
})
