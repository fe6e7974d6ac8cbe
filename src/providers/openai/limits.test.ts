import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '../../platform/clock.ts'
import { createSimulator, type Simulator } from '../../simulator/index.ts'
import { createOpenAiLimits, type LimitsAccess } from './limits.ts'

const clock = fixedClock('2026-11-23T05:00:00Z')
const waits: number[] = []
const limits = createOpenAiLimits({ clock, sleep: async (ms) => void waits.push(ms) })
let simulator: Simulator
let access: LimitsAccess

beforeAll(async () => {
  simulator = createSimulator({ clock, projectCount: 3, historyDays: 2 })
  const { url } = await simulator.listen()
  access = { key: simulator.keys.full, baseUrl: url, externalId: simulator.projects()[0]?.id ?? '' }
})
afterAll(() => simulator.close())

test('no spend limit is null, and a project that is not there is an error', async () => {
  expect(await limits.readSpendLimit(access)).toBeNull()
  await expect(limits.readSpendLimit({ ...access, externalId: 'proj_nowhere' })).rejects.toMatchObject({
    failure: { kind: 'not-found' },
  })
})

test('a spend limit is set, read, replaced and removed in whole cents, and removing it twice is no error', async () => {
  expect(await limits.writeSpendLimit(access, 90_000_000)).toBe(90_000_000)
  expect(await limits.writeSpendLimit(access, 80_000_000)).toBe(80_000_000)
  expect(await limits.readSpendLimit(access)).toBe(80_000_000)
  await limits.removeSpendLimit(access)
  await limits.removeSpendLimit(access)
  expect(await limits.readSpendLimit(access)).toBeNull()
})

test('rate limit rows show the figures that they have; an update changes only what is given', async () => {
  const rows = await limits.readRateLimits(access)
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.find((row) => row.model === 'tts-1')?.figures).not.toHaveProperty('batch_1_day_max_input_tokens')
  const before = rows.find((row) => row.model === 'gpt-4o')
  const after = await limits.updateRateLimit(access, 'rl-gpt-4o', { max_requests_per_1_minute: 0 })
  expect(after).toEqual({ ...before, figures: { ...before?.figures, max_requests_per_1_minute: 0 } })
})

test('refusals keep their code and, where it is told, the field, and are not tried again', async () => {
  waits.length = 0
  const refused = (row: string, figures: object) =>
    limits.updateRateLimit(access, row, figures).catch((error: { failure: unknown }) => error.failure)
  expect(await refused('rl-gpt-4o-shared', { max_requests_per_1_minute: 0 })).toMatchObject({
    kind: 'refused',
    code: 'rate_limit_not_updatable',
  })
  expect(await refused('rl-dall-e-3', { max_tokens_per_1_minute: 0 })).toMatchObject({
    code: 'invalid_rate_limit_type',
    param: 'max_tokens_per_1_minute',
  })
  expect(await refused('rl-gpt-4o', { max_requests_per_1_minute: 10_000_000 })).toMatchObject({
    code: 'organization_rate_limit_exceeded',
    param: 'max_requests_per_1_minute',
  })
  expect(await refused('rl-nothing', { max_requests_per_1_minute: 0 })).toMatchObject({
    code: 'rate_limit_does_not_exist_for_org_and_model',
  })
  const readOnly = { ...access, key: simulator.keys.readOnly }
  await expect(limits.writeSpendLimit(readOnly, 100)).rejects.toMatchObject({
    failure: { kind: 'missing-scope', scope: 'api.management.write' },
  })
  expect(waits).toEqual([])
})

test('what may pass is tried three times, and a wait that is too long is the caller’s', async () => {
  waits.length = 0
  simulator.faults.push({ match: 'spend_limit', kind: '500', times: 2 })
  expect(await limits.readSpendLimit(access)).toBeNull()
  expect(waits).toHaveLength(2)
  simulator.faults.push({ match: 'spend_limit', kind: '429', retryAfterSeconds: 30 })
  await expect(limits.readSpendLimit(access)).rejects.toMatchObject({ failure: { kind: 'rate-limited' } })
  simulator.faults.clear()
})

test('keys are listed without their secret, and a deleted one is gone', async () => {
  const keys = await limits.readApiKeys(access)
  expect(keys).toHaveLength(2)
  const secrets = simulator.projects()[0]?.apiKeys.map(({ value }) => value) ?? []
  for (const secret of secrets) expect(JSON.stringify(keys)).not.toContain(secret)
  const id = keys[0]?.id ?? ''
  expect(await limits.deleteApiKey(access, id)).toBe(true)
  expect(await limits.deleteApiKey(access, id)).toBe(false)
  expect((await limits.readApiKeys(access)).map((key) => key.id)).toEqual([keys[1]?.id])
})

test('a refusal of a limit is one with status 429 as well', async () => {
  const server = createServer((_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(429, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: { message: 'over', code: 'organization_rate_limit_exceeded', param: null } }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`
  await expect(
    limits.updateRateLimit({ ...access, baseUrl }, 'rl-gpt-4o', { max_requests_per_1_minute: 1 }),
  ).rejects.toMatchObject({ failure: { kind: 'refused', status: 429 } })
  await new Promise((done) => server.close(done))
})
