import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, createWorkbench, PASSWORD, type Workbench } from '../../test/people/workbench.ts'
import { DAY, SECOND } from '../platform/clock.ts'

let bench: Workbench
beforeAll(async () => {
  bench = await createWorkbench()
  await bench.admin()
})
afterAll(() => bench.close())
beforeEach(() => bench.clock.advance(DAY))

const signIn = (password: string, options: { email?: string; address?: string } = {}) =>
  call(bench.app, 'POST', '/api/sign-in', {
    payload: { email: options.email ?? 'admin@example.com', password },
    address: options.address ?? '192.0.2.1',
  })

async function failTimes(times: number, options: { email?: string; address?: string } = {}) {
  for (let index = 0; index < times; index += 1) expect((await signIn('wrong', options)).status).toBe(401)
}

test('after five failures an account waits, even for the right password and from elsewhere', async () => {
  await failTimes(5)
  const answer = await signIn(PASSWORD, { address: '198.51.100.9' })
  expect(answer).toMatchObject({ status: 429, body: { code: 'sign-in-throttled' }, headers: { 'retry-after': '30' } })
  expect(answer.body.detail).toContain('30초 뒤에')
  bench.clock.advance(30 * SECOND)
  expect((await signIn(PASSWORD)).status).toBe(200)
})

test('a success forgets the failures of the account', async () => {
  await failTimes(4)
  expect((await signIn(PASSWORD)).status).toBe(200)
  await failTimes(4)
  expect((await signIn(PASSWORD)).status).toBe(200)
})

test('an unknown account is throttled like a known one', async () => {
  await failTimes(5, { email: 'nobody@example.com' })
  expect((await signIn('wrong', { email: 'nobody@example.com' })).status).toBe(429)
})
