import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandActor } from '../../src/people/actor.ts'
import { fixedClock } from '../../src/platform/clock.ts'
import type { Home } from '../../src/reports/api.ts'
import type { Compare, ProjectValue } from '../../src/reports/value/api.ts'
import { requester } from '../access/world.ts'
import { type Client, join, setUpAdmin } from '../support/client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const clock = fixedClock('2026-11-23T05:00:00Z')
let server: TestServer
let admin: Client
let member: Client
let chatbot: string
let draft: string
let formula: string
let quiet: string

beforeAll(async () => {
  server = await startTestServer({ clock, simulator: { historyDays: 2 }, roles: { web: true, jobs: false } })
  admin = await setUpAdmin(server)
  const as = requester(admin)
  const team = async (name: string) => (await as('POST', '/api/teams', { name })).id
  const [marketing, data] = [await team('마케팅팀'), await team('데이터팀')]
  const project = async (teamId: string, name: string) => (await as('POST', '/api/projects', { teamId, name })).id
  chatbot = await project(marketing, '상담 챗봇')
  draft = await project(marketing, '광고 문구')
  formula = await project(data, '=HYPERLINK("http://evil")')
  quiet = await project(data, '조용한 프로젝트')
  const seat = { email: 'member@example.com', name: '최팀원' }
  member = await join(server, admin, { ...seat, teams: [{ teamId: marketing, role: 'member' }] })
  await fill()
})
afterAll(() => server.close())

/** 2.50 dollars a million input tokens and 10 a million output tokens: 400,000 and 20,000 of them are 1.2 dollars. */
const MODEL = 'gpt-4o-2024-08-06'
const usage = (dollars: number) => ({ inputTokens: 400_000 * dollars, cachedInputTokens: 0, outputTokens: 0 })

async function fill(): Promise<void> {
  const call = (day: string, given: Record<string, unknown>) => ({
    id: randomUUID(),
    at: `2026-11-${day}T03:00:00Z`,
    model: MODEL,
    ...given,
  })
  const total = (day: string, task: string, attempts: number, successes: number, score: number | null = null) => ({
    day: `2026-11-${day}`,
    task,
    attempts,
    successes,
    ...(score === null ? {} : { feedback: { score, min: 1, max: 5, count: 10 } }),
  })
  await send(
    chatbot,
    [
      // The week: 16 to 22 November. The one before: 9 to 15.
      call('20', { task: '답장', intent: '환불', user: '김민수', usage: usage(3) }),
      call('21', { task: '답장', intent: '배송', user: '박서연', usage: usage(1) }),
      call('21', { task: '요약', usage: usage(2) }),
      call('22', { task: '요약', model: 'no-such-model', usage: { inputTokens: 5 } }),
      call('22', { task: '답장', result: 'refused', status: 403 }),
      call('12', { task: '답장', usage: usage(2) }),
      call('23', { task: '답장', usage: usage(7) }),
    ],
    [
      total('20', '답장', 6, 3, 4),
      total('21', '답장', 2, 1),
      total('22', '번역', 4, 1, 2),
      total('12', '답장', 8, 4, 5),
      total('08', '답장', 1, 1),
      total('23', '답장', 9, 9),
    ],
  )
  await send(draft, [call('20', { usage: usage(5) })], [total('19', '', 4, 4)])
  await send(formula, [call('20', { usage: usage(1) })], [total('20', '', 10, 5)])
}

async function send(projectId: string, calls: unknown[], outcomes: unknown[]): Promise<void> {
  const { secret } = await server.runtime.teams.projectKeys.create(commandActor, projectId, {
    name: '서버',
    expiresAt: null,
  })
  for (const [path, body] of [
    ['/api/calls', { calls }],
    ['/api/outcomes', { outcomes }],
  ] as const) {
    if (Object.values(body).flat().length === 0) continue
    const response = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify(body),
    })
    const answer = (await response.json()) as { items: { result: string; detail?: string }[] }
    expect(answer.items.filter(({ result }) => result !== 'stored')).toEqual([])
  }
}

const bought = (projectId: string, days = 7, client = admin) =>
  requester(client)<ProjectValue>('GET', `/api/projects/${projectId}/value?days=${days}`)
const compare = (query = '', client = admin) => requester(client)<Compare>('GET', `/api/compare${query}`)
const amounts = (rows: readonly { value: string | null; cost: { amount: string } | null }[]) =>
  rows.map(({ value, cost }) => [value, cost?.amount ?? null])

describe('what a project bought', () => {
  test('is divided by its own spend, exactly, and stands beside the span before', async () => {
    const value = await bought(chatbot)
    expect(value.spend).toMatchObject({
      from: '2026-11-16',
      to: '2026-11-22',
      amount: { amount: '6' },
      previous: { amount: '2' },
    })
    expect(value.calls).toMatchObject({ calls: 5, previousCalls: 1, unpricedCalls: 1, refusedCalls: 1 })
    expect(value.outcome).toEqual({
      attempts: 12,
      successes: 5,
      rate: 0.4167,
      // Ten scores of 4 and ten of 2 on a scale from 1 to 5: (7.5 + 2.5) / 20.
      feedback: 0.5,
      feedbackCount: 20,
    })
    expect(value.costPerSuccess).toMatchObject({ now: { amount: '1.2' }, previous: { amount: '0.5' } })
    expect(value.successesPerDollar).toMatchObject({ now: '0.833333333333', previous: '2' })
    expect(value.outcomesSince).toBe('2026-11-08')
  })

  test('leaves the running day out and tells it apart', async () => {
    const { today, trend } = await bought(chatbot)
    expect(today).toEqual({
      day: '2026-11-23',
      calls: 1,
      cost: { amount: '7', currency: 'USD' },
      unpricedCalls: 0,
      attempts: 9,
      successes: 9,
    })
    expect(trend).toHaveLength(30)
    expect(trend.at(-1)?.day).toBe('2026-11-22')
    expect(trend.find(({ day }) => day === '2026-11-20')).toMatchObject({
      amount: '3',
      successes: 3,
      costPerSuccess: { amount: '1' },
    })
    expect(trend.find(({ day }) => day === '2026-11-19')).toMatchObject({ successes: null, costPerSuccess: null })
  })

  test('is told by task, intent, model and user; what does not say so and what has no price stay themselves', async () => {
    const { by } = await bought(chatbot)
    expect(amounts(by.task)).toEqual([
      ['답장', '4'],
      ['요약', '2'],
    ])
    expect(by.task[0]).toMatchObject({ calls: 3, previousCalls: 1, share: 0.6667, costPerCall: { amount: '2' } })
    expect(by.task[1]).toMatchObject({ calls: 2, unpricedCalls: 1, costPerCall: { amount: '2' } })
    expect(amounts(by.intent)).toEqual([
      ['환불', '3'],
      ['', '2'],
      ['배송', '1'],
    ])
    expect(amounts(by.model)).toEqual([
      [MODEL, '6'],
      ['no-such-model', null],
    ])
    expect(amounts(by.user)).toEqual([
      ['김민수', '3'],
      ['', '2'],
      ['박서연', '1'],
    ])
  })

  test('is divided per task by what its recorded calls cost; a task without calls has no known cost', async () => {
    const { tasks } = await bought(chatbot)
    expect(tasks.map(({ task }) => task)).toEqual(['답장', '요약', '번역'])
    expect(tasks[0]).toMatchObject({
      cost: { amount: '4' },
      outcome: { attempts: 8, successes: 4, rate: 0.5, feedback: 0.75 },
      costPerSuccess: { now: { amount: '1' }, previous: { amount: '0.5' }, change: 1 },
    })
    expect(tasks[1]).toMatchObject({ cost: { amount: '2' }, outcome: null, costPerSuccess: { now: null } })
    expect(tasks[2]).toMatchObject({ calls: 0, cost: null, outcome: { attempts: 4 }, costPerSuccess: { now: null } })
  })

  test('more values than a page holds end in one row that makes the sum whole', async () => {
    const calls = Array.from({ length: 30 }, (_, place) => ({
      id: randomUUID(),
      at: '2026-11-21T03:00:00Z',
      model: MODEL,
      user: `사용자 ${place}`,
      usage: usage(place + 1),
    }))
    await send(quiet, calls, [])
    const { user } = (await bought(quiet)).by
    expect(user).toHaveLength(21)
    expect(user[0]).toMatchObject({ value: '사용자 29', cost: { amount: '30' } })
    expect(user.at(-1)).toMatchObject({ value: null, values: 10, calls: 10, cost: { amount: '55' } })
  })

  test('without a connected Project ID the calls are the spend, so no share of it is told', async () => {
    expect((await bought(chatbot)).explained).toMatchObject({ state: 'calls-only', share: null })
  })

  test('takes 7, 30 or 90 days and nothing else', async () => {
    expect((await bought(chatbot, 90)).spend).toMatchObject({ from: '2026-08-25', amount: { amount: '8' } })
    for (const days of ['8', '0', 'x']) {
      expect((await admin.request('GET', `/api/projects/${chatbot}/value?days=${days}`)).status).toBe(400)
    }
  })
})

describe('the comparison of all projects', () => {
  const names = ({ items }: Compare) => items.map(({ name, lack }) => [name, lack])

  test('ranks only those of which enough is known, and names what the others lack', async () => {
    const all = await compare()
    expect(names(all)).toEqual([
      ['=HYPERLINK("http://evil")', null],
      ['상담 챗봇', null],
      ['광고 문구', 'few-attempts'],
      ['조용한 프로젝트', 'no-outcomes'],
    ])
    expect(all).toMatchObject({ ranked: 2, unranked: 2, from: '2026-11-16', to: '2026-11-22' })
    expect(all.items[0]).toMatchObject({
      spend: { amount: '1' },
      costPerSuccess: { now: { amount: '0.2' } },
      rate: 0.5,
    })
  })

  test('is sorted by every column in both directions, exactly and with the unknown last', async () => {
    expect(names(await compare('?sort=spend'))[0]?.[0]).toBe('상담 챗봇')
    expect(names(await compare('?sort=spend&order=asc'))[0]?.[0]).toBe('=HYPERLINK("http://evil")')
    expect(names(await compare('?sort=costPerSuccessChange&order=asc'))[0]?.[0]).toBe('상담 챗봇')
    expect((await admin.request('GET', '/api/compare?sort=nothing')).status).toBe(400)
  })

  test('comes in pages', async () => {
    const first = await compare('?limit=3')
    expect(first.items).toHaveLength(3)
    expect(names(await compare(`?limit=3&cursor=${first.nextCursor}`))).toEqual([['조용한 프로젝트', 'no-outcomes']])
  })

  test('shows a member only the own teams, in the file as well', async () => {
    expect(names(await compare('', member)).map(([name]) => name)).toEqual(['상담 챗봇', '광고 문구'])
    const { body } = await member.request<string>('GET', '/api/export/compare')
    expect(body).not.toContain('HYPERLINK')
    expect(body.trim().split('\n')).toHaveLength(3)
  })

  test('is exported with exact decimals, for Excel, and with nothing that a spreadsheet would run', async () => {
    const answer = await fetch(`${server.url}/api/export/compare?sort=spend`, {
      headers: { cookie: [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="compare_2026-11-16_2026-11-22.csv"')
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    const lines = bytes.subarray(3).toString().trim().split('\n')
    expect(lines[0]).toMatch(/^project,team,currency,spend_7d,/)
    expect(lines[1]).toBe('상담 챗봇,마케팅팀,USD,6,2,5,1,12,5,0.4167,1.2,0.5,0.833333333333,2,0.5,20,,yes')
    expect(lines[2]).toMatch(/^"'=HYPERLINK\(""http:\/\/evil""\)",데이터팀,USD,1,,1,0,10,5,0.5,0.2,,5,/)
  })

  test('the home page tells the same of its five dearest', async () => {
    const { topProjects } = await requester(admin)<Home>('GET', '/api/home')
    const worth = topProjects.find(({ projectId }) => projectId === chatbot)?.worth
    expect(worth).toMatchObject({ attempts: 12, successes: 5, costPerSuccess: { now: { amount: '1.2' } }, lack: null })
    expect(topProjects.find(({ projectId }) => projectId === draft)?.worth).toMatchObject({ lack: 'few-attempts' })
    expect(formula).not.toBe(draft)
  })
})
