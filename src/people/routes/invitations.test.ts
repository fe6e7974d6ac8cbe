import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Client,
  call,
  createWorkbench,
  PASSWORD,
  TEAM_A,
  TEAM_B,
  type Workbench,
} from '../../../test/people/workbench.ts'
import { DAY } from '../../platform/clock.ts'
import { createPeopleDirectory } from '../people-directory.ts'

let bench: Workbench
let admin: Client
let lead: Client
let member: Client
beforeAll(async () => {
  bench = await createWorkbench()
  admin = await bench.admin()
  lead = await bench.member('lead', { team: TEAM_A, role: 'lead' })
  member = await bench.member('member', { team: TEAM_A, role: 'member' })
})
afterAll(() => bench.close())

const seat = (teamId: string, role = 'member') => ({ teamId, role })
const invite = (client: Client, email: string, input: Record<string, unknown> = {}) =>
  client.send('POST', '/api/invitations', { email, ...input })
const tokenOf = (link: string): string => link.split('/').at(-1) ?? ''
const accept = (token: string, name = '김민수') =>
  call(bench.app, 'POST', '/api/invitations/accept', { payload: { token, name, password: PASSWORD } })

test('an invitation goes out by mail and link, and accepting it signs in with the team', async () => {
  const answer = await invite(admin, 'Minsu@Example.com', { teams: [seat(TEAM_A, 'lead')] })
  expect(answer).toMatchObject({ status: 201, body: { email: 'minsu@example.com', mailed: true } })
  expect(bench.messages.at(-1)).toMatchObject({ kind: 'invitation', to: 'minsu@example.com', link: answer.body.link })
  expect(answer.body.link).toMatch(/^http:\/\/localhost:3000\/invitations\/fin_[\w-]{43}$/)
  const token = tokenOf(answer.body.link)
  const preview = await call(bench.app, 'GET', `/api/invitations/preview/${token}`)
  expect(preview).toMatchObject({ status: 200, body: { email: 'minsu@example.com', workspaceName: 'finops-for-ai' } })
  const accepted = await accept(token)
  expect(accepted).toMatchObject({ status: 201, body: { role: 'member', teams: [seat(TEAM_A, 'lead')] } })
  const me = await call(bench.app, 'GET', '/api/me', { headers: { cookie: accepted.cookie } })
  expect(me.body).toMatchObject({ email: 'minsu@example.com' })
  expect((await accept(token)).status).toBe(404)
  expect((await call(bench.app, 'GET', `/api/invitations/preview/${token}`)).status).toBe(404)
  expect(bench.lines.join()).not.toContain(token)
})

test('of two acceptances at once one wins', async () => {
  const { link } = (await invite(admin, 'race@example.com')).body
  const answers = await Promise.all([accept(tokenOf(link)), accept(tokenOf(link))])
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 404])
})

test('an invitation ends after seven days, or when it is withdrawn', async () => {
  const late = (await invite(admin, 'late@example.com')).body
  const withdrawn = (await invite(admin, 'withdrawn@example.com')).body
  expect((await admin.send('DELETE', `/api/invitations/${withdrawn.id}`)).status).toBe(204)
  expect(await accept(tokenOf(withdrawn.link))).toMatchObject({ status: 404, body: { code: 'invitation-gone' } })
  expect((await admin.send('DELETE', `/api/invitations/${withdrawn.id}`)).status).toBe(404)
  bench.clock.advance(7 * DAY)
  expect(await accept(tokenOf(late.link))).toMatchObject({ status: 404 })
  expect((await admin.send('GET', '/api/invitations')).body.items).toEqual([])
})

test('a lead gives away seats in the own team and nothing more', async () => {
  expect(await invite(lead, 'seat@example.com', { teams: [seat(TEAM_A)] })).toMatchObject({ status: 201 })
  const refused: [Client, Record<string, unknown>, number][] = [
    [lead, { teams: [seat(TEAM_A, 'lead')] }, 403],
    [lead, { role: 'admin', teams: [seat(TEAM_A)] }, 403],
    [lead, { teams: [] }, 403],
    [lead, { teams: [seat(TEAM_A), seat(TEAM_B)] }, 404],
    [member, { teams: [seat(TEAM_A)] }, 403],
  ]
  for (const [client, input, status] of refused) {
    expect((await invite(client, 'more@example.com', input)).status).toBe(status)
  }
})

test('leads see and withdraw invitations into their teams only', async () => {
  const { id } = (await invite(admin, 'other@example.com', { teams: [seat(TEAM_B)] })).body
  bench.clock.advance(1)
  const both = (await invite(admin, 'both@example.com', { teams: [seat(TEAM_A), seat(TEAM_B)] })).body
  const seen = (await lead.send('GET', '/api/invitations')).body.items
  expect(seen.map((item: { email: string }) => item.email)).toEqual(['both@example.com', 'seat@example.com'])
  expect(seen[0].teams).toEqual([{ ...seat(TEAM_A), teamName: '마케팅팀' }])
  expect((await member.send('GET', '/api/invitations')).body.items).toEqual([])
  expect((await lead.send('DELETE', `/api/invitations/${id}`)).status).toBe(404)
  expect((await lead.send('DELETE', `/api/invitations/${both.id}`)).status).toBe(404)
  expect((await member.send('DELETE', `/api/invitations/${seen[1].id}`)).status).toBe(403)
  expect((await lead.send('DELETE', `/api/invitations/${seen[1].id}`)).status).toBe(204)
})

test('a person who is there already is not invited, and a team that is not is not found', async () => {
  expect(await invite(admin, 'lead@example.com')).toMatchObject({ status: 409, body: { code: 'person-exists' } })
  const nowhere = '0d1a6c1e-0000-4000-8000-0000000000ff'
  expect((await invite(admin, 'new@example.com', { teams: [seat(nowhere)] })).status).toBe(404)
})

test('a team named twice counts once', async () => {
  const answer = await invite(admin, 'twice@example.com', { teams: [seat(TEAM_A), seat(TEAM_A, 'lead')] })
  expect(answer.body.teams).toEqual([{ ...seat(TEAM_A, 'lead'), teamName: '마케팅팀' }])
})

test('an invitation that ended is deleted 90 days later, with what it offered', async () => {
  const { id } = (await invite(admin, 'old@example.com', { teams: [seat(TEAM_A)] })).body
  const rows = async () =>
    (await bench.database.pool.query('select 1 from invitation_teams where invitation_id = $1', [id])).rowCount
  bench.clock.advance(97 * DAY)
  await bench.people.cleanUp()
  expect(await rows()).toBe(1)
  bench.clock.advance(1)
  await bench.people.cleanUp()
  expect(await rows()).toBe(0)
})

test('an admin who is demoted takes the invitations along', async () => {
  const former = await bench.member('former')
  await admin.send('PATCH', `/api/people/${former.id}`, { role: 'admin' })
  const { link } = (await invite(former, 'friend@example.com', { role: 'admin' })).body
  await admin.send('PATCH', `/api/people/${former.id}`, { role: 'member' })
  expect((await accept(tokenOf(link))).status).toBe(404)
})

test('a lead who loses a team takes the invitations into it along, and no others', async () => {
  const two = await bench.member('two-teams', { team: TEAM_A, role: 'lead' })
  bench.teams.join(two.id, TEAM_B, 'lead')
  const ofLead = async (email: string, ...teams: string[]) =>
    tokenOf((await invite(two, email, { teams: teams.map((id) => seat(id)) })).body.link)
  const [intoA, intoBoth, intoB] = [
    await ofLead('into-a@example.com', TEAM_A),
    await ofLead('into-both@example.com', TEAM_A, TEAM_B),
    await ofLead('into-b@example.com', TEAM_B),
  ]
  const ofAdmin = tokenOf((await invite(admin, 'by-admin@example.com', { teams: [seat(TEAM_A)] })).body.link)
  const people = createPeopleDirectory({ db: bench.database.db })
  for (const { id } of [two, admin]) {
    const lost = { personId: id, teamId: TEAM_A, at: bench.clock.now() }
    await bench.database.db.transaction().execute((tx) => people.leadLost(tx, lost))
  }
  const statuses = []
  for (const token of [intoA, intoBoth, intoB, ofAdmin]) statuses.push((await accept(token)).status)
  expect(statuses).toEqual([404, 404, 201, 201])
})
