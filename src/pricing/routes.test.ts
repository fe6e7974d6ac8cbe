import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, join, setUpAdmin } from '../../test/support/client.ts'
import { startTestServer, type TestServer } from '../../test/support/server.ts'
import { addDays, costDayOf } from '../platform/cost-day.ts'
import type { OwnPrice, PricedModel, UnknownPrices } from './api.ts'

let server: TestServer
let admin: Client
let member: Client
let stranger: Client
let today: string
let projectId: string

beforeAll(async () => {
  server = await startTestServer({ roles: { web: true, jobs: false } })
  admin = await setUpAdmin(server)
  today = costDayOf(server.runtime.clock.now())
  const own = await admin.request<{ id: string }>('POST', '/api/teams', { name: '마케팅팀' })
  const other = await admin.request<{ id: string }>('POST', '/api/teams', { name: '데이터팀' })
  const project = { teamId: own.body.id, name: '챗봇' }
  projectId = (await admin.request<{ id: string }>('POST', '/api/projects', project)).body.id
  member = await join(server, admin, {
    email: 'a@example.com',
    name: '최팀원',
    teams: [{ teamId: own.body.id, role: 'member' }],
  })
  stranger = await join(server, admin, {
    email: 'b@example.com',
    name: '정남남',
    teams: [{ teamId: other.body.id, role: 'member' }],
  })
  await useModels()
})
afterAll(() => server.close())

/** 1,000,000 input tokens, 400,000 of them cached, and 50,000 output tokens of a model that nobody has a price for. */
async function useModels(): Promise<void> {
  const { db } = server.runtime.database
  await sql`insert into organizations (id, provider, created_at)
    values ('00000000-0000-4000-8000-000000000001', 'openai', now())`.execute(db)
  await sql`insert into organization_projects (organization_id, external_id, seen_at) values
    ('00000000-0000-4000-8000-000000000001', 'proj_chatbot', now())`.execute(db)
  await sql`insert into bindings (project_id, organization_id, external_id, from_at, from_day)
    values (${projectId}, '00000000-0000-4000-8000-000000000001', 'proj_chatbot', now(), '-infinity')`.execute(db)
  await sql`insert into cost_scopes (organization_id, external_id) values
    ('00000000-0000-4000-8000-000000000001', 'proj_chatbot')`.execute(db)
  await sql`insert into usage_series (scope_id, kind, identity, model)
    select id, 'completions', model, model from cost_scopes, unnest(array['gpt-99-2027-01-01', 'gpt-4o-2024-08-06']) model`.execute(
    db,
  )
  await sql`insert into usage_days (series_id, cost_day, requests, input_tokens, cached_input_tokens, output_tokens, cost, unpriced)
    select id, ${addDays(today, -2)}, 10, 1000000, 400000, 50000, 0, model like 'gpt-99%' from usage_series`.execute(db)
}

const cost = async () => {
  const { rows } = await sql<{ cost: string; unpriced: boolean }>`
    select cost::text as cost, unpriced from usage_days used join usage_series series on series.id = used.series_id
    where model like 'gpt-99%'`.execute(server.runtime.database.db)
  return rows[0]
}

test('the table shows list prices with their source and day, and which models matter at present', async () => {
  const { body } = await member.request<{ items: PricedModel[] }>('GET', '/api/prices?search=GPT-4O-2024-08')
  expect(body.items.map(({ model, usedRecently }) => ({ model, usedRecently }))).toEqual([
    { model: 'ft:gpt-4o', usedRecently: false },
    { model: 'gpt-4o', usedRecently: true },
  ])
  const standard = body.items[1]?.lines.find(({ tier }) => tier === 'standard')
  expect(standard?.prices).toContainEqual({ part: 'cached input', unit: 'million-tokens', price: '1.25' })
  expect(standard?.source.readOn).toBe('2026-09-23')
})

test('a model without a price is shown with its tokens by part to those who may see them, and to nobody else', async () => {
  const { body } = await member.request<UnknownPrices>('GET', '/api/prices/unknown')
  expect(body.tokens).toBe('1050000')
  expect(body.items).toEqual([
    {
      model: 'gpt-99-2027-01-01',
      kind: 'completions',
      tier: 'standard',
      since: addDays(today, -2),
      until: addDays(today, -2),
      parts: [
        { part: 'input', unit: 'million-tokens', quantity: '600000', counted: false },
        { part: 'cached input', unit: 'million-tokens', quantity: '400000', counted: false },
        { part: 'output', unit: 'million-tokens', quantity: '50000', counted: false },
      ],
      projects: [{ id: projectId, name: '챗봇', teamName: '마케팅팀' }],
    },
  ])
  expect((await stranger.request<UnknownPrices>('GET', '/api/prices/unknown')).body.items).toEqual([])
})

test('an entered price reaches back to its first day, and what it costs is undone with it', async () => {
  const prices = [
    { part: 'input', price: '2' },
    { part: 'cached input', price: '0.5' },
    { part: 'output', price: '8' },
  ]
  const input = { model: 'GPT-99', validFrom: addDays(today, -5), prices, reason: '계약서' }
  const { status, body } = await admin.request<{ items: OwnPrice[] }>('POST', '/api/prices', input)
  expect(status).toBe(201)
  expect(await cost()).toEqual({ cost: '1.8', unpriced: false })
  expect((await admin.request<UnknownPrices>('GET', '/api/prices/unknown')).body.items).toEqual([])
  const listed = await admin.request<{ items: PricedModel[] }>('GET', '/api/prices?search=gpt-99')
  expect(listed.body.items).toMatchObject([{ model: 'gpt-99', usedRecently: true, lines: [] }])
  expect(listed.body.items[0]?.own.map(({ part, price, unit, by }) => [part, price, unit, by])).toContainEqual([
    'cached input',
    '0.5',
    'million-tokens',
    body.items[0]?.by,
  ])

  const output = body.items.find(({ part }) => part === 'output')
  expect((await admin.request('DELETE', `/api/prices/${output?.id}`)).status).toBe(204)
  expect(await cost()).toEqual({ cost: '1.4', unpriced: true })
})

test.each([
  [{ prices: [{ part: 'smell', price: '1' }] }],
  [{ prices: [{ part: 'input', price: '-1' }] }],
  [{ prices: [{ part: 'input', price: '1e3' }] }],
  [{ prices: [{ part: 'input', price: '0.0000000000001' }] }],
  [
    {
      prices: [
        { part: 'input', price: '1' },
        { part: 'input', price: '2' },
      ],
    },
  ],
  [{ prices: [] }],
  [{ validFrom: '2026-02-30' }],
  [{ model: ' ' }],
])('%j is refused, and nothing is entered', async (wrong) => {
  const input = { model: 'gpt-wrong', validFrom: today, prices: [{ part: 'input', price: '1' }], ...wrong }
  expect((await admin.request('POST', '/api/prices', input)).status).toBe(400)
  expect((await admin.request<{ items: unknown[] }>('GET', '/api/prices?search=gpt-wrong')).body.items).toEqual([])
})
