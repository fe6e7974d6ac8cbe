import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTeamsWorkbench, type TeamsWorkbench } from '../../../test/teams/workbench.ts'

let bench: TeamsWorkbench
let project: string
let team: string

beforeAll(async () => {
  bench = await createTeamsWorkbench({ allowCustomBaseUrl: true })
})
afterAll(() => bench.close())
beforeEach(async () => {
  await bench.clear()
  team = await bench.team('마케팅팀')
  project = await bench.project(team, '광고')
})

const path = () => `/api/projects/${project}/openai-key`
const set = (key: string, baseUrl: string | null = null, by = bench.admin) => by('PUT', path(), { key, baseUrl })
const stored = async () => (await bench.admin('GET', path())).body.key
const lead = () => bench.as('kim', 'member', { [team]: 'lead' })
const kinds = async () =>
  (
    await sql<{ kind: string }>`select kind from actions where kind like 'openai-key.%' order by kind`.execute(
      bench.database.db,
    )
  ).rows.map(({ kind }) => kind)
const version = async () =>
  (await sql<{ version: number }>`select version from derived.gateway_version`.execute(bench.database.db)).rows[0]
    ?.version ?? 0

/** OpenAI as a key with few rights sees it: it is known, and may not list models. */
function restricted<Result>(use: (baseUrl: string) => Promise<Result>): Promise<Result> {
  const message = 'You have insufficient permissions for this operation. Missing scopes: api.model.read.'
  const error = { message, type: 'invalid_request_error', param: null, code: null }
  return answering(403, 'application/json', JSON.stringify({ error }), use)
}

async function answering<Result>(
  status: number,
  type: string,
  body: string,
  use: (baseUrl: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer((_request, response) => response.writeHead(status, { 'content-type': type }).end(body))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

test('a key that OpenAI takes is stored sealed, opened for calls only, and told to the gateways', async () => {
  const { projectKey } = bench.openai.keys
  const before = await version()
  const { status, body } = await set(` ${projectKey}\n`, null, lead())
  expect(status).toBe(200)
  expect(body.key).toEqual({
    last4: projectKey.slice(-4),
    baseUrl: null,
    setAt: '2026-11-23T05:00:00.000Z',
    setByName: 'kim-name',
  })
  expect(body.check).toMatchObject({ ok: true, code: null })
  expect(body.check.detail).toBe(`OpenAI가 이 키를 확인했습니다. 모델 ${body.check.models}개를 호출할 수 있습니다.`)
  expect(await stored()).toEqual(body.key)
  expect(await bench.teams.providerKeys.open(project)).toEqual({ secret: projectKey, baseUrl: null })
  expect(await version()).toBe(before + 1)
  expect(await kinds()).toEqual(['openai-key.set'])
})

test.each([
  ['an admin key', () => bench.openai.keys.full, 'openai-key-is-admin', /팀 설정/],
  ['a project key of ours', () => `fin_${'a'.repeat(43)}`, 'openai-key-is-ours', /sk-proj-/],
  ['something else', () => 'hello-world', 'openai-key-malformed', /sk-/],
  ['a key with a header in it', () => 'sk-proj-abcdefgh\r\nx: y', 'openai-key-malformed', /sk-/],
  ['a key that OpenAI does not know', () => 'sk-proj-abcdefghijklmnop', 'openai-key-revoked', /새 API 키/],
])('%s is refused in its own words, and the stored key stays', async (_name, key, code, sentence) => {
  await set(bench.openai.keys.projectKey)
  const refused = await set(key())
  expect([refused.status, refused.body.code]).toEqual([400, code])
  expect(refused.body.detail).toMatch(sentence)
  expect(refused.text).not.toContain(key().slice(3))
  expect((await bench.teams.providerKeys.open(project))?.secret).toBe(bench.openai.keys.projectKey)
})

test('an outage stores nothing and says so; a restricted key is stored with what could not be seen', async () => {
  bench.openai.faults.push({ match: '/v1/models', kind: '500', times: 2 })
  const failed = await set(bench.openai.keys.projectKey)
  expect([failed.status, failed.body.code]).toEqual([502, 'api-failed'])
  expect(await stored()).toBeNull()
  const { status, body } = await restricted((baseUrl) => set('sk-proj-restricted-0000', baseUrl))
  expect(status).toBe(200)
  expect(body.check).toMatchObject({ ok: true, models: null })
  expect(body.check.detail).toContain('제한된 키')
})

test.each([
  ['text/plain', 'OK'],
  ['text/html', '<html>Sign in</html>'],
  ['application/json', '{"data":'],
  ['application/json', '{"status":"ok"}'],
])('an address that answers %s %s to everything is no OpenAI', async (type, body) => {
  const answer = await answering(200, type, body, (baseUrl) => set('sk-proj-abcdefgh12345678', baseUrl))
  expect([answer.status, answer.body.code]).toEqual([502, 'api-garbage'])
  expect(await stored()).toBeNull()
})

test('another address is an admin’s to give, and a lead may renew the key of one that is in use', async () => {
  const custom = bench.openaiBaseUrl.replace('127.0.0.1', 'localhost')
  const { projectKey } = bench.openai.keys
  const refused = await set(projectKey, custom, lead())
  expect([refused.status, refused.body.code]).toEqual([403, 'base-url-for-admins'])
  expect((await lead()('GET', path())).body.baseUrlAllowed).toBe(false)
  expect((await bench.admin('GET', path())).body.baseUrlAllowed).toBe(true)
  expect((await set(projectKey, custom)).body.key.baseUrl).toBe(custom)
  expect((await set(projectKey, custom, lead())).status).toBe(200)
  expect(await kinds()).toEqual(['openai-key.replaced', 'openai-key.set'])
})

test('a stored key is asked about live, whatever became of it', async () => {
  expect((await bench.admin('POST', `${path()}/test`)).status).toBe(404)
  await set(bench.openai.keys.projectKey)
  const ask = async () => (await bench.admin('POST', `${path()}/test`)).body
  expect(await ask()).toMatchObject({ ok: true, code: null })
  bench.openai.faults.push({ match: '/v1/models', kind: '401', times: 1 })
  expect(await ask()).toMatchObject({ ok: false, code: 'openai-key-revoked' })
  await sql`update secrets set ciphertext = wrapped_key`.execute(bench.database.db)
  expect(await ask()).toMatchObject({ ok: false, code: 'openai-key-unreadable' })
  expect(await bench.teams.providerKeys.open(project)).toBeNull()
})

test('a removed key leaves nothing sealed behind, and cannot be removed twice', async () => {
  await set(bench.openai.keys.projectKey)
  expect((await bench.admin('DELETE', path())).status).toBe(204)
  expect((await bench.admin('DELETE', path())).status).toBe(404)
  const { rows } = await sql`select 1 from secrets`.execute(bench.database.db)
  expect(rows).toEqual([])
  expect(await kinds()).toEqual(['openai-key.removed', 'openai-key.set'])
})
