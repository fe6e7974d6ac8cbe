import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Client, createTeamsWorkbench, type TeamsWorkbench } from '../../test/teams/workbench.ts'

const NOWHERE = '00000000-0000-4000-8000-000000000000'
let bench: TeamsWorkbench
let team: string
let other: string
let lead: Client
let member: Client

beforeAll(async () => {
  bench = await createTeamsWorkbench()
})
afterAll(() => bench.close())
beforeEach(async () => {
  await bench.clear()
  team = await bench.team('마케팅팀')
  other = await bench.team('데이터팀')
  lead = bench.as('kim', 'member', { [team]: 'lead' })
  member = bench.as('park', 'member', { [team]: 'member' })
})

test('admins see all teams, others their own, with their role', async () => {
  const names = async (client: Client) =>
    (await client('GET', '/api/teams')).body.items.map((item: { name: string; myRole: string }) => [
      item.name,
      item.myRole,
    ])
  expect(await names(bench.admin)).toEqual([
    ['데이터팀', 'admin'],
    ['마케팅팀', 'admin'],
  ])
  expect(await names(lead)).toEqual([['마케팅팀', 'lead']])
  expect(await names(member)).toEqual([['마케팅팀', 'member']])
})

test('a live name is given once, whatever its case, also when two ask at once', async () => {
  const answers = await Promise.all(['Team A', 'team a'].map((name) => bench.admin('POST', '/api/teams', { name })))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  expect((await lead('PATCH', `/api/teams/${team}`, { name: '데이터팀' })).body.code).toBe('team-name-taken')
})

test('a team with projects in use cannot be archived; an archived one rests with its keys and can come back', async () => {
  const project = await bench.project(team, '추천')
  await bench.register(team, bench.openai.keys.full)
  expect(await bench.admin('POST', `/api/teams/${team}/archive`)).toMatchObject({
    status: 409,
    body: { code: 'team-has-projects' },
  })
  await bench.admin('POST', `/api/projects/${project}/archive`)
  const archived = await bench.admin('POST', `/api/teams/${team}/archive`)
  expect(archived.body).toMatchObject({ archivedAt: '2026-11-23T05:00:00.000Z', adminKeys: [{ state: 'inactive' }] })
  expect((await bench.admin('GET', '/api/teams?archived=true')).body.items).toHaveLength(1)
  expect((await bench.admin('POST', '/api/projects', { teamId: team, name: 'x' })).body.code).toBe('team-archived')
  expect((await bench.admin('POST', `/api/projects/${project}/restore`)).body.code).toBe('team-archived')
  expect((await bench.admin('POST', `/api/teams/${team}/restore`)).body.archivedAt).toBeNull()
})

test('members join, change and leave, each with its action, and memberships tell people', async () => {
  const put = (role: string) => lead('PUT', `/api/teams/${team}/members/park`, { role })
  expect((await put('member')).body).toEqual({
    personId: 'park',
    name: 'park-name',
    email: 'park@example.com',
    role: 'member',
  })
  await put('lead')
  await put('lead')
  expect(await bench.memberships.of('park')).toEqual([{ teamId: team, teamName: '마케팅팀', role: 'lead' }])
  expect([...(await bench.memberships.ofMany([team])).keys()]).toEqual(['park'])
  expect((await member('GET', `/api/teams/${team}/members`)).body.items).toHaveLength(1)
  expect((await lead('DELETE', `/api/teams/${team}/members/park`)).status).toBe(204)
  expect((await lead('DELETE', `/api/teams/${team}/members/park`)).status).toBe(404)
  expect((await lead('PUT', `/api/teams/${team}/members/nobody`, { role: 'lead' })).body.code).toBe('person-unknown')
  const { rows } = await sql<{
    kind: string
  }>`select kind from actions where kind like 'member.%' order by at, id`.execute(bench.database.db)
  expect(rows.map(({ kind }) => kind).sort()).toEqual(['member.added', 'member.changed', 'member.removed'])
})

test('a lead who becomes a member or leaves lets go of the invitations, in the same commit', async () => {
  const put = (role: string) => bench.admin('PUT', `/api/teams/${team}/members/park`, { role })
  const leave = () => bench.admin('DELETE', `/api/teams/${team}/members/park`)
  await put('lead')
  await put('lead')
  expect(bench.leadsLost).toEqual([])
  await put('member')
  expect(bench.leadsLost).toEqual([{ personId: 'park', teamId: team }])
  await leave()
  expect(bench.leadsLost).toHaveLength(1)
  await put('lead')
  await leave()
  expect(bench.leadsLost).toHaveLength(2)
})

test('an archived team is no membership and takes no new people', async () => {
  await lead('PUT', `/api/teams/${team}/members/park`, { role: 'member' })
  await bench.admin('POST', `/api/teams/${team}/archive`)
  expect(await bench.memberships.of('park')).toEqual([])
  const at = bench.clock.now()
  await bench.database.db
    .transaction()
    .execute((tx) => bench.memberships.add(tx, { personId: 'lee', teamId: team, role: 'lead', at }))
  await bench.admin('POST', `/api/teams/${team}/restore`)
  expect(await bench.memberships.of('lee')).toEqual([])
})

test('a project moves from today on, and the last of several moves of a day wins', async () => {
  const project = await bench.project(team, '추천')
  await bench.project(other, '추천')
  const move = (teamId: string) => bench.admin('POST', `/api/projects/${project}/move`, { teamId, reason: '조직 개편' })
  expect((await move(other)).body.code).toBe('project-name-taken')
  await bench.admin('PATCH', `/api/projects/${project}`, { name: '추천 2' })
  bench.clock.set('2026-11-30T01:00:00Z')
  await move(other)
  await move(team)
  expect((await move(other)).body).toMatchObject({ teamId: other, teamName: '데이터팀' })
  const { rows } = await sql`select team_id, from_day, to_day from project_team_days where project_id = ${project}
    order by from_day`.execute(bench.database.db)
  expect(rows).toEqual([
    { team_id: team, from_day: '-infinity', to_day: '2026-11-30' },
    { team_id: other, from_day: '2026-11-30', to_day: null },
  ])
  expect((await lead('GET', `/api/projects/${project}`)).status).toBe(404)
})

test('each route keeps out whom it should', async () => {
  const project = await bench.project(team, '추천')
  const stranger = bench.as('park', 'member', { [other]: 'lead' })
  const cases = [
    ['GET', `/api/teams/${team}`, undefined, 200, 404],
    ['PATCH', `/api/teams/${team}`, { name: 'x' }, 403, 404],
    ['GET', `/api/teams/${team}/members`, undefined, 200, 404],
    ['PUT', `/api/teams/${team}/members/lee`, { role: 'lead' }, 403, 404],
    ['DELETE', `/api/teams/${team}/members/lee`, undefined, 403, 404],
    ['POST', `/api/teams`, { name: 'x' }, 403, 403],
    ['POST', `/api/teams/${team}/archive`, undefined, 403, 403],
    ['POST', `/api/projects`, { teamId: team, name: 'x' }, 403, 404],
    ['GET', `/api/projects/${project}`, undefined, 200, 404],
    ['PATCH', `/api/projects/${project}`, { name: 'x' }, 403, 404],
    ['POST', `/api/projects/${project}/archive`, undefined, 403, 404],
    ['POST', `/api/projects/${project}/move`, { teamId: other }, 403, 403],
  ] as const
  for (const [method, url, body, asMember, asStranger] of cases) {
    const found = [
      (await member(method, url, body)).status,
      (await stranger(method, url, body)).status,
      (await bench.signedOut(method, url, body)).status,
    ]
    expect([method, url, ...found]).toEqual([method, url, asMember, asStranger, 401])
  }
})

test('nonsense gets a Korean 4xx and changes nothing', async () => {
  const names = ['', '   ', 'x'.repeat(10_000), 'a\u0000b', 'a\nb', 7, null, {}, []]
  for (const name of names) {
    const answers = [
      await bench.admin('POST', '/api/teams', { name }),
      await bench.admin('POST', '/api/projects', { teamId: team, name }),
    ]
    for (const { status, body } of answers) {
      expect([status, JSON.stringify(name).slice(0, 20)]).toEqual([400, JSON.stringify(name).slice(0, 20)])
      expect(body.detail).toMatch(/[가-힣]/)
    }
  }
  const urls = [
    ['GET', '/api/teams/not-an-id'],
    ['GET', `/api/teams/${NOWHERE}`],
    ['GET', `/api/teams/${NOWHERE}/members`],
    ['PATCH', `/api/teams/${NOWHERE}`, { name: 'x' }],
    ['POST', `/api/teams/${NOWHERE}/archive`],
    ['POST', `/api/teams/${NOWHERE}/admin-keys`, { key: bench.openai.keys.full }],
    ['GET', `/api/teams/${NOWHERE}/candidates`],
    ['POST', `/api/teams/${NOWHERE}/import`, { externalIds: ['proj_abcdef'] }],
    ['PUT', `/api/teams/${NOWHERE}/members/lee`, { role: 'lead' }],
    ['PUT', `/api/teams/${team}/members/${encodeURIComponent('a\u0000b')}`, { role: 'lead' }],
    ['PUT', `/api/teams/${team}/members/lee`, { role: 'owner' }],
    ['POST', '/api/projects', { teamId: NOWHERE, name: 'x' }],
    ['GET', `/api/projects/${NOWHERE}`],
    ['POST', `/api/projects/${NOWHERE}/bindings`, { externalIds: ['proj_abcdef'] }],
    ['DELETE', `/api/bindings/${NOWHERE}`],
    ['GET', `/api/admin-keys/${NOWHERE}`],
    ['POST', `/api/admin-keys/${NOWHERE}/test`],
    ['GET', '/api/teams?archived=vielleicht'],
  ] as const
  for (const [method, url, body] of urls) {
    const answer = await bench.admin(method, url, body)
    expect([answer.status >= 400 && answer.status < 500, url, answer.status]).toEqual([true, url, answer.status])
    expect(answer.body.detail).toMatch(/[가-힣]/)
  }
  expect((await bench.admin('GET', '/api/teams')).body.items).toHaveLength(2)
})

test.each(['🔥 팀', 'مرحبا', '‮abc', "'; drop table teams; --", 'é'.normalize('NFD')])(
  '%s is a good name',
  async (name) => {
    const { status, body } = await bench.admin('POST', '/api/teams', { name })
    expect([status, body.name]).toEqual([201, name.normalize('NFC')])
  },
)
