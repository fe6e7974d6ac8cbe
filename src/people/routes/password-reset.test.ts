import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  type Client,
  call,
  createWorkbench,
  PASSWORD,
  signInAs,
  type Workbench,
} from '../../../test/people/workbench.ts'
import { DAY, HOUR } from '../../platform/clock.ts'

const NEW_PASSWORD = '새로 정한 비밀번호 2'

let bench: Workbench
let admin: Client
beforeAll(async () => {
  bench = await createWorkbench()
  admin = await bench.admin()
})
afterAll(() => bench.close())
beforeEach(() => {
  bench.clock.advance(DAY)
  bench.messages.length = 0
})

const ask = (email: string) => call(bench.app, 'POST', '/api/password-reset', { payload: { email } })
const confirm = (token: string, password = NEW_PASSWORD) =>
  call(bench.app, 'POST', '/api/password-reset/confirm', { payload: { token, password } })
const mailedToken = () => bench.messages.at(-1)?.link.split('/').at(-1) ?? ''

test('the mailed link sets a new password once and ends all sessions', async () => {
  const minsu = await bench.member('minsu')
  expect((await ask('minsu@example.com')).status).toBe(202)
  expect(bench.messages).toMatchObject([{ kind: 'password-reset', to: 'minsu@example.com', personName: 'minsu' }])
  expect(bench.messages[0]?.link).toMatch(/^http:\/\/localhost:3000\/password-reset\/fin_[\w-]{43}$/)
  expect((await confirm(mailedToken())).status).toBe(204)
  expect((await minsu.send('GET', '/api/me')).status).toBe(401)
  await signInAs(bench.app, minsu.id, 'minsu@example.com', NEW_PASSWORD)
  expect(await confirm(mailedToken(), PASSWORD)).toMatchObject({ status: 404, body: { code: 'reset-gone' } })
  expect(bench.lines.join()).not.toContain(mailedToken())
})

test('an unknown address gets the same answer and no mail', async () => {
  await bench.member('known')
  const [known, unknown] = [await ask('known@example.com'), await ask('nobody@example.com')]
  expect([known.status, known.body]).toEqual([unknown.status, unknown.body])
  expect(bench.messages.map((message) => message.to)).toEqual(['known@example.com'])
})

test('a link ends after an hour, and with the use of another one', async () => {
  const person = await bench.member('two-links')
  await ask('two-links@example.com')
  const first = mailedToken()
  await ask('two-links@example.com')
  expect((await confirm(mailedToken())).status).toBe(204)
  expect((await confirm(first)).status).toBe(404)
  await ask('two-links@example.com')
  bench.clock.advance(HOUR)
  expect((await confirm(mailedToken())).status).toBe(404)
  await signInAs(bench.app, person.id, 'two-links@example.com', NEW_PASSWORD)
})

test('of two uses at once one wins', async () => {
  await bench.member('race')
  await ask('race@example.com')
  const answers = await Promise.all([confirm(mailedToken()), confirm(mailedToken(), PASSWORD)])
  expect(answers.map((answer) => answer.status).sort()).toEqual([204, 404])
})

test('asking is throttled for known and unknown addresses alike', async () => {
  await bench.member('often')
  for (const email of ['often@example.com', 'never@example.com']) {
    for (let index = 0; index < 3; index += 1) expect((await ask(email)).status).toBe(202)
    expect(await ask(email)).toMatchObject({ status: 429, body: { code: 'reset-throttled' } })
  }
})

test('an admin can hand over a link in person', async () => {
  const person = await bench.member('no-mail')
  const { status, body } = await admin.send('POST', `/api/people/${person.id}/reset-link`)
  expect(status).toBe(200)
  expect(body.expiresAt).toBe(new Date(bench.clock.now().getTime() + HOUR).toISOString())
  expect(bench.messages).toEqual([])
  expect((await confirm(body.link.split('/').at(-1))).status).toBe(204)
  await signInAs(bench.app, person.id, 'no-mail@example.com', NEW_PASSWORD)
})

test('a reset frees an account that waits after failed sign-ins', async () => {
  const person = await bench.member('blocked')
  const payload = { email: 'blocked@example.com', password: 'wrong' }
  for (let index = 0; index < 5; index += 1) await call(bench.app, 'POST', '/api/sign-in', { payload })
  await ask('blocked@example.com')
  await confirm(mailedToken())
  await signInAs(bench.app, person.id, 'blocked@example.com', NEW_PASSWORD)
})
