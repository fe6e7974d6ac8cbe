import { createServer } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { fixedClock, HOUR } from '../../platform/clock.ts'
import { createOpenAiCosts, createOpenAiKeys, createOpenAiLimits, createOpenAiUsage } from './index.ts'

const clock = fixedClock('2026-11-23T05:00:00Z')
const FROM = new Date('2026-11-23T04:00:00Z')
const sleep = async () => {}
const key = 'sk-admin-0123456789abcdefghij'
const limits = createOpenAiLimits({ clock, sleep })

type Answer = { status?: number; body?: unknown; location?: string }
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

/** Whatever it is asked, it answers this. */
async function serve(answer: (asked: number) => Answer) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const { status = 200, body = {}, location } = answer(asked.length)
    const headers = { 'content-type': 'application/json', ...(location ? { location } : {}) }
    response.writeHead(status, headers).end(JSON.stringify(body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  open.push(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  return { origin, asked, access: { key, baseUrl: `${origin}/v1`, externalId: 'proj_1' } }
}

const readUsage = (baseUrl: string) =>
  createOpenAiUsage({ clock, sleep }).readUsage({
    key,
    baseUrl,
    kind: 'completions',
    span: 1,
    from: FROM,
    to: new Date(FROM.getTime() + HOUR),
    signal: AbortSignal.timeout(20_000),
  })

test('a redirect is followed nowhere: no answer decides which host this server asks', async () => {
  const inside = await serve(() => ({ body: { threshold_amount: 1 } }))
  for (const status of [301, 302, 303, 307, 308]) {
    const { access, asked } = await serve(() => ({ status, location: `${inside.origin}/admin/shutdown` }))
    await expect(limits.readSpendLimit(access)).rejects.toMatchObject({ failure: { kind: 'garbage' } })
    await expect(limits.writeSpendLimit(access, 5)).rejects.toMatchObject({ failure: { kind: 'garbage' } })
    await expect(limits.deleteApiKey(access, 'key_1')).rejects.toMatchObject({ failure: { kind: 'garbage' } })
    expect(await createOpenAiKeys({ clock, sleep }).checkAdminKey(key, access.baseUrl)).toMatchObject({ ok: false })
    expect(asked.length).toBeGreaterThan(3)
  }
  expect(inside.asked).toEqual([])
})

describe('what PostgreSQL cannot hold is taken out of what it is to keep', () => {
  const bad = ['a\u0000b', '\ud800']

  test('in rate limits', async () => {
    for (const text of bad) {
      const { access } = await serve(() => ({ body: { data: [{ id: text, model: text }] } }))
      const [row] = await limits.readRateLimits(access)
      expect([row?.id, row?.model].every((one) => one?.isWellFormed() && !one.includes('\u0000'))).toBe(true)
    }
  })

  test('in API keys, whose instants are instants or unknown', async () => {
    for (const text of bad) {
      const said = { id: text, name: text, redacted_value: text, created_at: 1e300, last_used_at: 9e15 }
      const { access } = await serve(() => ({ body: { data: [said] } }))
      const [found] = await limits.readApiKeys(access)
      expect(found).toMatchObject({ createdAt: null, lastUsedAt: null })
      expect(JSON.stringify(found)).not.toMatch(/\\u0000|\\ud800/)
    }
  })

  test('in projects', async () => {
    for (const text of bad) {
      const { access } = await serve(() => ({ body: { id: text, name: text, created_at: 1e300 } }))
      const project = await limits.readProject(access)
      expect(project.createdAt).toBeNull()
      expect(JSON.stringify(project)).not.toMatch(/\\u0000|\\ud800/)
    }
  })
})

test('an id leads to nothing but its own row, whatever is written in it', async () => {
  for (const id of ['../../admin_api_keys', 'a/b', 'a?x=1', 'a#b', 'a%2fb', '%2e%2e', 'a\r\nHost: evil']) {
    const { access, asked } = await serve(() => ({ body: { id, model: 'm' } }))
    await limits.updateRateLimit(access, id, { max_requests_per_1_minute: 0 })
    expect(asked[0]?.startsWith('POST /v1/organization/projects/proj_1/rate_limits/')).toBe(true)
    expect(asked[0]?.split('/')).toHaveLength(7)
    expect(asked[0]).not.toMatch(/[?#]/)
  }
  for (const id of ['.', '..']) {
    const { access, asked } = await serve(() => ({}))
    await expect(limits.updateRateLimit(access, id, {})).rejects.toThrow()
    await expect(limits.readSpendLimit({ ...access, externalId: id })).rejects.toThrow()
    expect(asked).toEqual([])
  }
})

test('pages that never end are garbage, not a loop', async () => {
  let asked = 0
  const endless: typeof fetch = async () => {
    asked += 1
    return Response.json({ object: 'page', data: [], has_more: true, next_page: `page-${asked}` })
  }
  const access = { key, baseUrl: 'http://127.0.0.1:1/v1', signal: AbortSignal.timeout(20_000) }
  const usage = createOpenAiUsage({ clock, sleep, fetch: endless })
  const hour = { span: 1, from: FROM, to: new Date(FROM.getTime() + HOUR) } as const
  await expect(usage.readUsage({ ...access, ...hour, kind: 'completions' })).rejects.toThrow('do not end')
  const costs = createOpenAiCosts({ clock, sleep, fetch: endless })
  const days = { from: '2026-11-22', to: '2026-11-23' }
  await expect(costs.readCosts({ ...access, ...days })).rejects.toThrow('do not end')
  expect(asked).toBeLessThan(5_000)
})

test('a counter that is no number is unknown: a blank is not nothing', async () => {
  for (const requests of [' ', '0x10', '', 'NaN', '-1', 'Infinity', [], {}, true, null]) {
    const row = { num_model_requests: requests, input_tokens: 5, output_tokens: 1 }
    const page = { object: 'page', data: [{ start_time: FROM.getTime() / 1_000, results: [row] }] }
    const { access } = await serve(() => ({ body: page }))
    await expect(readUsage(access.baseUrl), JSON.stringify(requests)).rejects.toMatchObject({
      failure: { kind: 'garbage' },
    })
  }
})
