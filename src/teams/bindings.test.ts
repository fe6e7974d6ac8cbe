import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTeamsWorkbench, type TeamsWorkbench } from '../../test/teams/workbench.ts'

const SUCCESS = 'Project ID가 등록되었습니다. 내일부터 비용 데이터가 수집됩니다.'
let bench: TeamsWorkbench
let team: string
let project: string
let ids: string[]
let archived: string

beforeAll(async () => {
  bench = await createTeamsWorkbench()
  const outside = bench.openai.projects()
  ids = outside.filter(({ isArchived }) => !isArchived).map(({ id }) => id)
  archived = outside.find(({ isArchived }) => isArchived)?.id ?? ''
})
afterAll(() => bench.close())
beforeEach(async () => {
  await bench.clear()
  team = await bench.team('마케팅팀')
  project = await bench.project(team, '추천')
  await bench.register(team, bench.openai.keys.full)
})

const id = (index: number) => ids[index] ?? ''
const bind = (externalIds: unknown[], into = project, by = bench.admin) =>
  by('POST', `/api/projects/${into}/bindings`, { externalIds })

test('several at once, archived ones too, with the sentence of the journey', async () => {
  const { status, body } = await bind([id(0), id(1), archived])
  expect(status).toBe(200)
  expect(body.items).toEqual(
    [id(0), id(1), archived].map((externalId) => ({
      externalId,
      ok: true,
      code: null,
      detail: SUCCESS,
      projectId: project,
    })),
  )
  const { items } = (await bench.admin('GET', `/api/projects/${project}/bindings`)).body
  expect(items).toHaveLength(3)
  expect(items.find((item: { externalId: string }) => item.externalId === archived)).toMatchObject({
    externalArchived: true,
    fromBeginning: true,
    to: null,
  })
  expect(bench.changes).toHaveLength(1)
  expect(bench.changes[0]).toMatchObject({ projectIds: [project] })
})

test('costs that were collected before are said to be shown now', async () => {
  bench.collected.add(id(0))
  const { body } = await bind([id(0), id(1)])
  expect(body.items[0].detail).toMatch(new RegExp(`^${SUCCESS} .*지금부터`))
  expect(body.items[1].detail).toBe(SUCCESS)
})

test('each id is answered for itself and the good ones are bound', async () => {
  const other = await bench.project(team, '검색')
  await bind([id(1)], other)
  await bind([id(2)])
  const given = [
    id(0),
    id(1),
    id(2),
    ' proj_doesnotexist1 ',
    'sk-proj-x',
    'proj_한글한글한글',
    '',
    id(0),
    "proj_';drop--",
  ]
  const { body } = await bind(given)
  expect(body.items.map((item: { code: string | null }) => item.code)).toEqual([
    null,
    'external-id-taken',
    'external-id-here',
    'external-id-unreachable',
    'external-id-invalid',
    'external-id-invalid',
    'external-id-invalid',
    'external-id-repeated',
    'external-id-invalid',
  ])
  expect(body.items[1].detail).toContain('‘검색’')
})

test('the holder is not named to whom may not see it', async () => {
  await bind([id(0)])
  const other = await bench.team('데이터팀')
  const theirs = await bench.project(other, '분석')
  await bench.register(other, bench.openai.keys.second)
  const lead = bench.as('kim', 'member', { [other]: 'lead' })
  const { body } = await bind([id(0)], theirs, lead)
  expect(body.items[0].code).toBe('external-id-taken')
  expect(JSON.stringify(body)).not.toContain('추천')
  const candidates = await lead('GET', `/api/projects/${theirs}/candidates`)
  const taken = candidates.body.items.find((item: { externalId: string }) => item.externalId === id(0))
  expect(taken.boundTo).toEqual({ projectId: null, projectName: null })
})

test('of two who register one id at once one wins', async () => {
  const other = await bench.project(team, '검색')
  const answers = await Promise.all([project, other, project, other].map((into) => bind([id(0), id(1)], into)))
  const items = answers.flatMap(({ body }) => body.items)
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  expect(items.filter(({ ok }) => ok)).toHaveLength(2)
})

test('without a key nothing can be registered, and an unreachable API is said', async () => {
  const bare = await bench.team('새 팀')
  const into = await bench.project(bare, '새 프로젝트')
  expect((await bind([id(0)], into)).body.items[0].code).toBe('no-admin-key')
  bench.openai.faults.push({ match: 'organization/projects', kind: 'reset', times: 10 })
  expect((await bind(['proj_unknown12345'])).body.items[0].code).toBe('api-unreachable')
})

test('a key that may not list projects binds what is known of its organization', async () => {
  const bare = await bench.team('읽기 팀')
  const into = await bench.project(bare, '읽기')
  await bench.register(bare, bench.openai.keys.noManagement)
  expect((await bind([id(0), 'proj_unknown12345'], into)).body.items).toMatchObject([
    { ok: true },
    { ok: false, code: 'key-no-management' },
  ])
})

test('unregistering keeps the history, registering again continues it', async () => {
  await bind([id(0)])
  const [binding] = (await bench.admin('GET', `/api/projects/${project}/bindings`)).body.items
  bench.clock.set('2026-11-25T05:00:00Z')
  const ended = await bench.admin('DELETE', `/api/bindings/${binding.id}`)
  expect(ended.body).toMatchObject({ to: '2026-11-25T05:00:00.000Z', fromBeginning: true })
  expect((await bench.admin('DELETE', `/api/bindings/${binding.id}`)).body).toEqual(ended.body)
  bench.clock.set('2026-11-27T05:00:00Z')
  await bind([id(0)])
  const { items } = (await bench.admin('GET', `/api/projects/${project}/bindings`)).body
  expect(items.map((item: { fromBeginning: boolean; to: string | null }) => [item.fromBeginning, item.to])).toEqual([
    [false, null],
    [true, '2026-11-25T05:00:00.000Z'],
  ])
})

test('candidates are all projects, live ones first, archived ones marked', async () => {
  await bind([id(0)])
  const { body } = await bench.admin('GET', `/api/teams/${team}/candidates`)
  expect(body.problems).toEqual([])
  expect(body.items).toHaveLength(bench.openai.projects().length)
  expect(body.items.at(-1)).toMatchObject({ externalId: archived, archived: true, boundTo: null })
  expect(body.items.find((item: { externalId: string }) => item.externalId === id(0)).boundTo).toEqual({
    projectId: project,
    projectName: '추천',
  })
})

test('a key that fails while listing is named by its last four', async () => {
  bench.openai.faults.push({ match: 'organization/projects', kind: 'html', times: 10 })
  const { status, body } = await bench.admin('GET', `/api/teams/${team}/candidates`)
  expect(status).toBe(200)
  expect(body.problems).toMatchObject([{ keyLast4: 'abc1', code: 'api-garbage' }])
})

test('a broken key is not asked but named', async () => {
  const { items } = (await bench.admin('GET', '/api/teams')).body
  await bench.teams.keyDesk.markBroken(items[0].adminKeys[0].id, 'key-revoked')
  const { body } = await bench.admin('GET', `/api/projects/${project}/candidates`)
  expect(body).toMatchObject({ items: [], problems: [{ keyLast4: 'abc1', code: 'key-revoked' }] })
})

test('an import makes one project per id, named after it, with a number where the name is taken', async () => {
  const name = bench.openai.projects().find((one) => one.id === id(0))?.name ?? ''
  await bench.project(team, name)
  const lead = bench.as('kim', 'member', { [team]: 'lead' })
  const { body } = await lead('POST', `/api/teams/${team}/import`, { externalIds: [id(0), id(1), 'proj_unknown12345'] })
  expect(body.items.map((item: { ok: boolean }) => item.ok)).toEqual([true, true, false])
  const made = await lead('GET', `/api/projects/${body.items[0].projectId}`)
  expect(made.body).toMatchObject({ name: `${name} (2)`, teamId: team })
})

test('archiving a project frees its ids', async () => {
  await bind([id(0)])
  await bench.admin('POST', `/api/projects/${project}/archive`)
  expect((await bind([id(0)])).status).toBe(409)
  const other = await bench.project(team, '검색')
  expect((await bind([id(0)], other)).body.items[0].ok).toBe(true)
})

test('a member may look but not bind, another team sees nothing', async () => {
  await bind([id(0)])
  const [binding] = (await bench.admin('GET', `/api/projects/${project}/bindings`)).body.items
  const member = bench.as('kim', 'member', { [team]: 'member' })
  const stranger = bench.as('park', 'member', { [await bench.team('데이터팀')]: 'lead' })
  expect((await member('GET', `/api/projects/${project}/bindings`)).status).toBe(200)
  expect((await stranger('GET', `/api/projects/${project}/bindings`)).status).toBe(404)
  const calls = [
    ['POST', `/api/projects/${project}/bindings`, { externalIds: [id(1)] }],
    ['POST', `/api/teams/${team}/import`, { externalIds: [id(1)] }],
    ['GET', `/api/teams/${team}/candidates`, undefined],
    ['GET', `/api/projects/${project}/candidates`, undefined],
    ['DELETE', `/api/bindings/${binding.id}`, undefined],
  ] as const
  for (const [method, url, body] of calls) {
    expect([(await member(method, url, body)).status, url]).toEqual([403, url])
    expect([(await stranger(method, url, body)).status, url]).toEqual([404, url])
    expect([(await bench.signedOut(method, url, body)).status, url]).toEqual([401, url])
  }
})
