import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandActor } from '../../src/people/actor.ts'
import { type Client, createClient, join, setUpAdmin } from '../support/client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

type Answer = {
  stored: number
  refused: number
  items: { id: string | null; result: string; reason?: string; detail?: string }[]
}
type View = {
  id: string
  task: string | null
  cost: { amount: string } | null
  at: string
  usage?: Record<string, number>
}

let server: TestServer
let admin: Client
let stranger: Client
let projectId: string
let secret: string
let otherTeamId: string
beforeAll(async () => {
  server = await startTestServer({ simulator: { historyDays: 2 }, roles: { web: true, jobs: false } })
  admin = await setUpAdmin(server)
  otherTeamId = await teamCalled('데이터팀')
  projectId = await projectIn(await teamCalled('마케팅팀'))
  secret = await keyOf(projectId)
  stranger = await join(server, admin, {
    email: 'other@example.com',
    name: '정남남',
    teams: [{ teamId: otherTeamId, role: 'member' }],
  })
})
afterAll(() => server.close())

async function teamCalled(name: string): Promise<string> {
  return (await admin.request<{ id: string }>('POST', '/api/teams', { name })).body.id
}
async function projectIn(teamId: string): Promise<string> {
  return (await admin.request<{ id: string }>('POST', '/api/projects', { teamId, name: randomUUID() })).body.id
}
async function keyOf(id: string): Promise<string> {
  const made = await server.runtime.teams.projectKeys.create(commandActor, id, { name: '서버', expiresAt: null })
  return made.secret
}

async function send(
  body: unknown,
  key: string | null = secret,
): Promise<{ status: number; body: Answer & { code?: string } }> {
  const response = await fetch(`${server.url}/api/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Answer }
}
const call = (given: Record<string, unknown> = {}) => ({
  id: randomUUID(),
  model: 'gpt-4o-2024-08-06',
  usage: { inputTokens: 400_000, cachedInputTokens: 0, outputTokens: 0 },
  ...given,
})
const list = async (query = '') =>
  (await admin.request<{ items: View[]; nextCursor: string | null }>('GET', `/api/projects/${projectId}/calls${query}`))
    .body

describe('POST /api/calls', () => {
  test('answers each call by itself, and one that is wrong does not sink the rest', async () => {
    const good = call({ task: '요약' })
    const { status, body } = await send({
      calls: [
        good,
        { id: 'mine', usage: { inputTokens: -1 } },
        'text',
        call({ cost: '-1' }),
        good,
        { id: 'order-17', model: 'gpt-4o', cost: '0.25' },
        { id: 'order-17', model: 'gpt-4o', cost: '0.25' },
      ],
    })
    expect(status).toBe(200)
    expect(body.items.map(({ result, reason }) => reason ?? result)).toEqual([
      'stored',
      'call-invalid',
      'call-invalid',
      'cost-invalid',
      'duplicate',
      'stored',
      'duplicate',
    ])
    expect(body.items.map(({ id }) => id).slice(0, 3)).toEqual([good.id, 'mine', null])
    expect(body.items[5]?.id).toBe('order-17')
    expect(body.items[1]?.detail).toContain('usage.inputTokens')
    expect(body).toMatchObject({ stored: 2, refused: 3, merged: 0, duplicates: 2 })
  })

  test('takes 1,000 and not one more, and not none', async () => {
    const many = Array.from({ length: 1_000 }, () => call({ task: '천' }))
    expect((await send({ calls: many })).body.stored).toBe(1_000)
    expect((await send({ calls: [...many, call()] })).status).toBe(400)
    expect((await send({ calls: [] })).status).toBe(400)
  })

  test('refuses a body that would become millions of values, before it does', async () => {
    const answer = await send({ calls: [{ meta: Array.from({ length: 500_000 }, () => []) }] })
    expect([answer.status, answer.body.code]).toEqual([413, 'body-too-large'])
  })

  test('lets nobody in but a key of a project, and that nowhere else', async () => {
    for (const key of [null, 'fin_wrong', `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`]) {
      const { status, body } = await send({ calls: [call()] }, key)
      expect([status, body.code]).toEqual([401, 'project-key-needed'])
    }
    const withKey = { headers: { authorization: `Bearer ${secret}` } }
    for (const path of ['/api/me', '/api/home', `/api/projects/${projectId}`, `/api/projects/${projectId}/calls`]) {
      expect((await fetch(`${server.url}${path}`, withKey)).status).toBe(401)
    }
  })

  test('takes no count that adds up to more than a sum can hold: what comes later is recorded all the same', async () => {
    const other = await projectIn(otherTeamId)
    const key = await keyOf(other)
    const dear = { model: 'gpt-4o', usage: { inputTokens: 9_007_199_254_740_991, outputTokens: 5 } }
    await send({ calls: Array.from({ length: 1_000 }, () => dear) }, key)
    await send({ calls: Array.from({ length: 24 }, () => dear) }, key)
    expect(await send({ calls: [dear, { model: 'gpt-4o', usage: { inputTokens: 10 } }] }, key)).toMatchObject({
      status: 200,
      body: { stored: 2 },
    })
  })

  test('counts at once: the project has spent it, its limit is crossed, and the page says so', async () => {
    const own = await projectIn(await teamCalled('하루팀'))
    await admin.request('PUT', `/api/projects/${own}/thresholds/day`, { limit: '1000' })
    await send({ calls: [call({ cost: '1234.5' })] }, await keyOf(own))
    const { body } = await admin.request('GET', `/api/projects/${own}/spend?days=30`)
    expect(body).toMatchObject({ state: 'exceeded', today: { amount: { amount: '1234.5' }, basis: 'estimated' } })
    const { body: alerts } = await admin.request<{ items: unknown[] }>('GET', `/api/alerts?projectId=${own}`)
    expect(alerts.items).toMatchObject([{ highestPercent: 100, spend: { amount: '1234.5' }, messages: { total: 1 } }])
    const { body: projects } = await admin.request<{ items: unknown[] }>('GET', '/api/projects?sort=today')
    expect(projects.items[0]).toMatchObject({ projectId: own, today: { amount: '1234.5' } })
  })
})

describe('the list of calls', () => {
  test('shows the newest first, page by page, without a call twice or missing', async () => {
    const own = await projectIn(await teamCalled('목록팀'))
    const key = await keyOf(own)
    const start = Date.now() - 26 * 3_600_000
    const calls = Array.from({ length: 25 }, (_one, place) =>
      call({
        id: `n-${place}`,
        at: new Date(start + (place >> 1) * 7_200_000).toISOString(),
        task: place % 2 ? '' : '짝',
      }),
    )
    await send({ calls }, key)
    const seen: View[] = []
    let cursor: string | null = null
    do {
      const path: string = `/api/projects/${own}/calls?limit=7${cursor ? `&cursor=${cursor}` : ''}`
      const page: { items: View[]; nextCursor: string | null } = (await admin.request<never>('GET', path)).body
      seen.push(...page.items)
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toHaveLength(25)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(25)
    expect(seen.map(({ at }) => at)).toEqual(
      seen
        .map(({ at }) => at)
        .toSorted()
        .reverse(),
    )
  })

  test('finds by what calls say of themselves, also those that say nothing', async () => {
    await send({
      calls: [
        call({ task: '번역', user: 'kim', trace: 't1', status: 500, model: 'gpt-4o-mini' }),
        call({ user: 'lee' }),
      ],
    })
    expect((await list(`?task=${encodeURIComponent('번역')}`)).items).toHaveLength(1)
    expect((await list('?user=kim&result=error&source=api&model=gpt-4o-mini&trace=t1')).items).toHaveLength(1)
    expect((await list('?user=lee&task=')).items).toHaveLength(1)
    expect((await list('?to=2020-01-01')).items).toEqual([])
    for (const wrong of ['?cursor=x', '?from=yesterday', '?result=fine']) {
      expect((await admin.request('GET', `/api/projects/${projectId}/calls${wrong}`)).status).toBe(400)
    }
  })

  test('opens each call, with everything but what was said in it', async () => {
    await send({
      calls: [
        call({ task: '열기', responseId: 'r/1?&#한', meta: { 주문: 17 }, usage: { inputTokens: 1, outputTokens: 2 } }),
      ],
    })
    const [found] = (await list(`?task=${encodeURIComponent('열기')}`)).items
    const { body } = await admin.request<View>('GET', `/api/projects/${projectId}/calls/${found?.id}`)
    expect(body).toMatchObject({
      responseId: 'r/1?&#한',
      meta: { 주문: '17' },
      usage: { inputTokens: 1, outputTokens: 2 },
      cost: { amount: '0.0000225', currency: 'USD' },
      costFrom: 'table',
      toldBy: 'one',
    })
    for (const wrong of ['x', Buffer.from('2026-11-23 nothing').toString('base64url')]) {
      expect((await admin.request('GET', `/api/projects/${projectId}/calls/${wrong}`)).status).toBe(404)
    }
  })

  test('shows a team the days that the project was with it', async () => {
    const own = await projectIn(otherTeamId)
    const key = await keyOf(own)
    const yesterday = new Date(Date.now() - 86_400_000).toISOString()
    await send({ calls: [call({ id: 'before', at: yesterday })] }, key)
    const { rows } = await server.runtime.database.pool.query<{ id: string }>(
      `select id from teams where name = '마케팅팀'`,
    )
    await server.runtime.database.pool.query(`update project_teams set team_id = $1 where project_id = $2`, [
      rows[0]?.id,
      own,
    ])
    await server.runtime.database.pool.query(
      `insert into project_teams (project_id, team_id, from_at, from_day) values ($1, $2, now(), (now() at time zone 'UTC')::date)`,
      [own, otherTeamId],
    )
    await send({ calls: [call({ id: 'after' })] }, key)
    const path = `/api/projects/${own}/calls`
    const all = (await admin.request<{ items: View[] }>('GET', path)).body.items
    const seen = (await stranger.request<{ items: View[] }>('GET', path)).body.items
    expect([all.length, seen.length, seen[0]?.id]).toEqual([2, 1, all[0]?.id])
    expect((await stranger.request('GET', `${path}/${all[1]?.id}`)).status).toBe(404)
    expect((await admin.request('GET', `${path}/${all[1]?.id}`)).status).toBe(200)
  })

  test('does not exist for other teams, nor signed out', async () => {
    expect((await stranger.request('GET', `/api/projects/${projectId}/calls`)).status).toBe(404)
    expect((await createClient(server.url).request('GET', `/api/projects/${projectId}/calls`)).status).toBe(401)
  })
})
