import { afterEach, beforeEach, expect, test } from 'vitest'
import { call, createWorkbench, PASSWORD, signInAs, type Workbench } from '../../test/people/workbench.ts'
import { DAY } from '../platform/clock.ts'

let bench: Workbench
beforeEach(async () => {
  bench = await createWorkbench()
})
afterEach(() => bench.close())

const minsu = { email: 'Minsu@example.com', name: '김민수', password: PASSWORD, admin: true }

test('an admin made by command needs no code, and setup is done with that', async () => {
  await bench.people.announceSetupCode()
  const code = /setup code: ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(bench.lines.join())?.[1]
  const { id } = await bench.people.createPerson(minsu)
  await signInAs(bench.app, id, 'minsu@example.com')
  expect(await bench.people.setupCode()).toBeNull()
  const input = { code, workspaceName: '하늘', name: '다른 사람', email: 'eve@example.com', password: PASSWORD }
  expect(await call(bench.app, 'POST', '/api/setup', { payload: input })).toMatchObject({
    status: 409,
    body: { code: 'setup-done' },
  })
})

test('what does not fit is refused with its reason and makes nobody', async () => {
  const refused: [Partial<typeof minsu>, string][] = [
    [{ admin: false }, 'first-person-not-admin'],
    [{ email: 'not an address' }, 'email-invalid'],
    [{ password: 'short' }, 'password-unfit'],
    [{ name: 'a\u0000b' }, 'name-invalid'],
  ]
  for (const [change, code] of refused) {
    await expect(bench.people.createPerson({ ...minsu, ...change })).rejects.toMatchObject({ code })
  }
  expect(await bench.people.needsSetup()).toBe(true)
  await bench.people.createPerson(minsu)
  await expect(bench.people.createPerson(minsu)).rejects.toMatchObject({ code: 'person-exists' })
})

test('guessing the setup code is slowed down', async () => {
  await bench.people.setupCode()
  const payload = { code: 'AAAA-AAAA', workspaceName: '하늘', name: 'x', email: 'x@example.com', password: PASSWORD }
  const statuses: number[] = []
  for (let index = 0; index < 11; index += 1) {
    statuses.push((await call(bench.app, 'POST', '/api/setup', { payload })).status)
  }
  expect(statuses.slice(0, 10).every((status) => status === 400)).toBe(true)
  expect(statuses[10]).toBe(429)
})

test('cleaning up removes what has expired and leaves what is in use', async () => {
  const { id } = await bench.people.createPerson(minsu)
  const client = await signInAs(bench.app, id, 'minsu@example.com')
  await signInAs(bench.app, id, 'minsu@example.com')
  const { pool } = bench.database
  await pool.query(
    `update sessions set expires_at = now() - interval '1 day' where id = (select id from sessions order by created_at desc limit 1)`,
  )
  await call(bench.app, 'POST', '/api/password-reset', { payload: { email: 'nobody@example.com' } })
  bench.clock.advance(3 * DAY)
  await bench.people.cleanUp()
  const count = async (table: string) => (await pool.query(`select 1 from ${table}`)).rows.length
  expect([await count('sessions'), await count('throttles'), await count('password_resets')]).toEqual([1, 0, 0])
  expect((await client.send('GET', '/api/me')).status).toBe(200)
})
