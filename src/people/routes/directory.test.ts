import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Client,
  call,
  clientWith,
  createWorkbench,
  PASSWORD,
  signInAs,
  TEAM_A,
  TEAM_B,
  type Workbench,
} from '../../../test/people/workbench.ts'
import { commandActor } from '../actor.ts'

let bench: Workbench
let admin: Client
let lead: Client
let member: Client
let outsider: Client
beforeAll(async () => {
  bench = await createWorkbench()
  admin = await bench.admin()
  lead = await bench.member('lead', { team: TEAM_A, role: 'lead' })
  member = await bench.member('member', { team: TEAM_A, role: 'member' })
  outsider = await bench.member('outsider', { team: TEAM_B, role: 'member' })
  bench.teams.join(member.id, TEAM_B, 'member')
})
afterAll(() => bench.close())

const namesFor = async (client: Client) =>
  (await client.send('GET', '/api/people')).body.items.map((person: { name: string }) => person.name)

test('admins see everybody, others the people of their teams', async () => {
  expect(await namesFor(admin)).toEqual(expect.arrayContaining(['이지훈', 'lead', 'member', 'outsider']))
  expect(await namesFor(lead)).toEqual(['lead', 'member'])
  expect(await namesFor(outsider)).toEqual(['member', 'outsider'])
  expect(await namesFor(await bench.member('loner'))).toEqual(['loner'])
})

test('what else somebody belongs to is not told', async () => {
  const { body } = await lead.send('GET', '/api/people')
  const seen = body.items.find((person: { name: string }) => person.name === 'member')
  expect(seen.teams).toEqual([{ teamId: TEAM_A, teamName: '마케팅팀', role: 'member' }])
})

test('only admins change people', async () => {
  for (const client of [lead, member]) {
    expect(await client.send('PATCH', `/api/people/${client.id}`, { role: 'admin' })).toMatchObject({ status: 403 })
    expect(await client.send('POST', `/api/people/${admin.id}/reset-link`)).toMatchObject({ status: 403 })
    expect(await client.send('PATCH', '/api/workspace', { name: '다른 이름' })).toMatchObject({ status: 403 })
  }
})

test('a role takes effect with the next request and is recorded', async () => {
  const person = await bench.member('promoted')
  expect((await person.send('PATCH', '/api/workspace', {})).status).toBe(403)
  const answer = await admin.send('PATCH', `/api/people/${person.id}`, { role: 'admin' })
  expect(answer).toMatchObject({ status: 200, body: { role: 'admin', disabledAt: null } })
  expect((await person.send('PATCH', '/api/workspace', {})).status).toBe(200)
  expect((await admin.send('PATCH', `/api/people/${person.id}`, { role: 'member' })).status).toBe(200)
  const { rows } = await bench.database.pool.query(
    `select before, after from actions where kind = 'person.changed' and subject = 'promoted' order by after->>'role'`,
  )
  expect(rows[0]).toEqual({ before: { role: 'member', disabled: false }, after: { role: 'admin', disabled: false } })
})

test('a disabled person is out at once, with tokens, and cannot come back by any link', async () => {
  const person = await bench.member('leaver')
  const token = (await person.send('POST', '/api/me/tokens', { name: 'script' })).body.secret
  const script = clientWith(bench.app, person.id, { authorization: `Bearer ${token}` })
  const { link } = (await admin.send('POST', `/api/people/${person.id}/reset-link`)).body
  expect((await admin.send('PATCH', `/api/people/${person.id}`, { disabled: true })).status).toBe(200)
  expect((await person.send('GET', '/api/me')).status).toBe(401)
  expect((await script.send('GET', '/api/me')).status).toBe(401)
  const payload = { token: link.split('/').at(-1), password: PASSWORD }
  expect((await call(bench.app, 'POST', '/api/password-reset/confirm', { payload })).status).toBe(404)
  const signIn = { payload: { email: 'leaver@example.com', password: PASSWORD } }
  expect(await call(bench.app, 'POST', '/api/sign-in', signIn)).toMatchObject({ body: { code: 'person-disabled' } })
  expect(await admin.send('POST', `/api/people/${person.id}/reset-link`)).toMatchObject({ status: 409 })
  await admin.send('PATCH', `/api/people/${person.id}`, { disabled: false })
  await signInAs(bench.app, person.id, 'leaver@example.com')
  expect((await script.send('GET', '/api/me')).status).toBe(401)
})

test('the last admin can be neither demoted nor disabled', async () => {
  for (const change of [{ role: 'member' }, { disabled: true }]) {
    const answer = await admin.send('PATCH', `/api/people/${admin.id}`, change)
    expect(answer).toMatchObject({ status: 409, body: { code: 'last-admin' } })
  }
  expect((await admin.send('GET', '/api/me')).body.role).toBe('admin')
})

test('of the last two admins demoted at once, one stays', async () => {
  const second = await bench.member('second')
  await admin.send('PATCH', `/api/people/${second.id}`, { role: 'admin' })
  const outcomes = await Promise.allSettled(
    [admin, second].map(({ id }) => bench.people.changePerson(commandActor, id, { role: 'member' })),
  )
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  expect(refusals).toMatchObject([{ kind: 'conflict', code: 'last-admin' }])
  await bench.database.pool.query(`update people set role = 'admin' where id = $1`, [admin.id])
  await bench.database.pool.query(`update people set role = 'member' where id = $1`, [second.id])
})

test('the workspace has a name and a time zone that exists', async () => {
  expect((await member.send('GET', '/api/workspace')).body).toEqual({ name: 'finops-for-ai', timeZone: 'Asia/Seoul' })
  const answer = await admin.send('PATCH', '/api/workspace', { name: '하늘 주식회사', timeZone: 'America/New_York' })
  expect(answer).toMatchObject({ status: 200, body: { name: '하늘 주식회사', timeZone: 'America/New_York' } })
  for (const timeZone of ['Asia/Soul', '+09:00', 'a\u0000b', '서울']) {
    expect(await admin.send('PATCH', '/api/workspace', { timeZone })).toMatchObject({
      status: 400,
      body: { code: 'time-zone-unknown' },
    })
  }
  expect((await member.send('GET', '/api/me')).body.workspace.name).toBe('하늘 주식회사')
})
