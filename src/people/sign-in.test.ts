import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, createWorkbench, PASSWORD, type Workbench } from '../../test/people/workbench.ts'
import { DAY, MINUTE, SECOND } from '../platform/clock.ts'

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

test('the pause grows with each failure up to a quarter of an hour, and never becomes a lock', async () => {
  await failTimes(5)
  const pauses: number[] = []
  for (let index = 0; index < 8; index += 1) {
    const pause = Number((await signIn('wrong')).headers['retry-after'])
    pauses.push(pause)
    bench.clock.advance(pause * SECOND)
    await failTimes(1)
  }
  expect(pauses).toEqual([30, 60, 120, 240, 480, 900, 900, 900])
  bench.clock.advance(15 * MINUTE)
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

test('one address cannot try many accounts', async () => {
  const address = '203.0.113.5'
  for (let index = 0; index < 20; index += 1) await failTimes(1, { email: `p${index}@example.com`, address })
  expect((await signIn('wrong', { email: 'another@example.com', address })).status).toBe(429)
  expect((await signIn(PASSWORD)).status).toBe(200)
})

test('guesses sent at the same time are counted one by one', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => signIn('wrong', { email: 'both@example.com' })))
  expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5)
  expect(answers.filter((answer) => answer.status === 429)).toHaveLength(7)
})

test('no list of tried addresses is kept', async () => {
  await failTimes(1, { email: 'secret.person@example.com' })
  const { rows } = await bench.database.pool.query('select * from throttles')
  expect(JSON.stringify(rows)).not.toMatch(/secret\.person|192\.0\.2/)
})
