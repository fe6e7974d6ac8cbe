import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createLog } from '../../src/platform/log.ts'
import { createOpenAiCosts } from '../../src/providers/openai/index.ts'
import { exportCosts } from '../../src/reports/index.ts'
import { type Client, createClient, setUpAdmin } from '../support/client.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { programs } from './programs.ts'
import { backupText, dumpTables, findTraces } from './search.ts'

const PASSWORD = 'Zebra-Umbrella-Quartz-1987!'
const WRONG_PASSWORD = 'Wrong-Walnut-Violet-2041?'
const NEW_PASSWORD = 'Later-Lantern-Mosaic-3310#'

let server: TestServer
let echo: { server: Server; url: string }
let directory: string
const answers: string[] = []

beforeAll(async () => {
  directory = mkdtempSync(joinPath(tmpdir(), 'finops-leaks-'))
  echo = await startEcho()
  server = await startTestServer({
    simulator: { projectCount: 3, historyDays: 20 },
    environment: { ALLOW_CUSTOM_BASE_URL: 'true', LOG_LEVEL: 'trace' },
  })
})
afterAll(async () => {
  await server.close()
  echo.server.close()
  echo.server.closeAllConnections()
  rmSync(directory, { recursive: true, force: true })
})

/** A proxy of the worst kind: whatever it is asked, it refuses and repeats every header in its answer. */
async function startEcho() {
  let count = 0
  const made = createServer((request, response) => {
    count += 1
    const heard = JSON.stringify(request.headers)
    const error = { error: { message: `heard ${heard}`, type: 'invalid_request_error', param: heard, code: heard } }
    const kinds: [number, string, string][] = [
      [401, 'application/json', JSON.stringify(error)],
      [400, 'application/json', JSON.stringify(error)],
      [403, 'application/json', JSON.stringify({ error: `heard ${heard}` })],
      [404, 'text/html', `<html>${heard}</html>`],
      [200, 'application/json', `{"object":"page","data":[${heard}`],
      [200, 'text/plain', heard],
    ]
    const [status, type, body] = kinds[count % kinds.length] ?? [500, 'text/plain', heard]
    response.writeHead(status, { 'content-type': type, 'x-heard': encodeURIComponent(heard) }).end(body)
  })
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve))
  const address = made.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { server: made, url: `http://127.0.0.1:${port}/v1` }
}

async function ask(client: Client, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await client.request<Record<string, never>>(method, path, body, headers)
  const { 'set-cookie': _cookie, ...shown } = Object.fromEntries(answer.headers)
  const text = JSON.stringify([answer.body, shown])
  return { ...answer, text }
}

test('no secret is in any log line, answer, table, job, export or backup, whatever happens to it', async () => {
  const { keys, faults } = server.simulator
  const admin = await signUp()
  const keep = async (...request: Parameters<typeof ask>) => {
    const answer = await ask(...request)
    answers.push(answer.text)
    return answer
  }

  await keep(createClient(server.url), 'POST', '/api/sign-in', { email: 'admin@example.com', password: WRONG_PASSWORD })
  const visitor = createClient(server.url)
  await keep(visitor, 'POST', '/api/sign-in', { email: 'admin@example.com', password: PASSWORD })
  await keep(visitor, 'POST', '/api/me/password', { currentPassword: WRONG_PASSWORD, newPassword: NEW_PASSWORD })
  await keep(visitor, 'POST', '/api/me/password', { currentPassword: PASSWORD, newPassword: 'short' })
  await keep(visitor, 'GET', `/api/home?password=${PASSWORD}`)
  await keep(visitor, 'POST', `/api/sign-in`, { email: PASSWORD, password: [PASSWORD] })

  // Only the first answer shows a token, and a repetition must not show it again.
  const once = { 'idempotency-key': 'one-token' }
  const made = await ask(admin, 'POST', '/api/me/tokens', { name: '스크립트' }, once)
  const token = String((made.body as { secret?: string }).secret)
  expect(token).toMatch(/^fin_/)
  await keep(admin, 'POST', '/api/me/tokens', { name: '스크립트' }, once)
  const script = createClient(server.url)
  await keep(script, 'GET', '/api/me', undefined, { authorization: `Bearer ${token}` })
  await keep(script, 'POST', '/api/me/tokens', { name: token }, { authorization: `Bearer ${token}x` })

  const invited = await ask(
    admin,
    'POST',
    '/api/invitations',
    { email: 'guest@example.com', teams: [] },
    { 'idempotency-key': 'one-link' },
  )
  const link = new URL(String((invited.body as { link?: string }).link)).pathname
  const linkToken = link.split('/').at(-1) ?? ''
  await keep(
    admin,
    'POST',
    '/api/invitations',
    { email: 'guest@example.com', teams: [] },
    { 'idempotency-key': 'one-link' },
  )
  await keep(visitor, 'GET', link)
  await keep(visitor, 'GET', `/api/invitations/preview/${linkToken}`)
  await keep(visitor, 'GET', `/password-reset/${linkToken}`)
  await keep(visitor, 'POST', '/api/password-reset/confirm', { token: linkToken, password: NEW_PASSWORD })

  const teamId = String((await keep(admin, 'POST', '/api/teams', { name: '마케팅팀' })).body.id)
  const path = `/api/teams/${teamId}/admin-keys`
  const planted = { full: keys.full, second: keys.second, revoked: keys.revoked, projectKey: keys.projectKey }
  for (const key of [keys.revoked, keys.projectKey, `${keys.full} `.repeat(3), ` ${keys.noCosts}\u0000`]) {
    await keep(admin, 'POST', path, { key })
  }
  for (let round = 0; round < 12; round += 1) {
    await keep(admin, 'POST', path, { key: keys.second, baseUrl: echo.url })
  }
  await keep(admin, 'POST', path, { key: keys.second, baseUrl: `http://${keys.second}@127.0.0.1:1/v1` })
  await keep(admin, 'POST', path, { key: { nested: keys.second } })
  await keep(admin, 'POST', `${path}?key=${keys.second}`, { key: keys.second.slice(0, 20) })
  await keep(admin, 'POST', `/api/teams/${keys.second}/admin-keys`, { key: keys.second })
  const registered = await keep(admin, 'POST', path, { key: keys.full }, { 'idempotency-key': 'one-key' })
  expect(registered.status).toBe(201)
  await keep(admin, 'POST', path, { key: keys.full }, { 'idempotency-key': 'one-key' })
  const keyId = String(registered.body.id)
  await collected(admin, keep, 'done')

  for (const kind of ['401', 'html', 'garbage', 'reset', '500'] as const) {
    faults.push({ match: 'organization/costs', kind, times: 1 })
    await keep(admin, 'POST', `/api/admin-keys/${keyId}/test`)
  }
  faults.push({ match: 'organization/costs', kind: '401', times: 1 })
  await keep(admin, 'POST', '/api/collections', { teamId })
  await collected(admin, keep, 'failed')
  faults.clear()
  await keep(admin, 'POST', `/api/admin-keys/${keyId}/test`)
  await keep(admin, 'PUT', `/api/admin-keys/${keyId}`, { key: keys.second })
  await keep(admin, 'POST', `/api/admin-keys/${keyId}/deactivate`, { reason: '점검' })
  await keep(admin, 'POST', `/api/admin-keys/${keyId}/reactivate`, {})
  const hook = `${new URL(echo.url).origin}/services/T0AAAAAAA/B0BBBBBBB/Wh00kSecretOfTheTeam`
  await keep(admin, 'PUT', '/api/webhook-hosts', { items: [{ origin: new URL(echo.url).origin, allowsPrivate: true }] })
  await keep(admin, 'POST', '/api/channels', {
    teamId,
    kind: 'slack',
    name: '알림',
    url: `https://evil.example/${hook}`,
  })
  const channel = await keep(admin, 'POST', '/api/channels', { teamId, kind: 'slack', name: '알림', url: hook })
  expect(channel.status).toBe(201)
  for (let round = 0; round < 6; round += 1) await keep(admin, 'POST', `/api/channels/${channel.body.id}/test`)
  const { projectSecret, path: projectPath } = await programs({
    server,
    echoUrl: echo.url,
    admin,
    ask,
    keep,
    teamId,
  })
  for (const read of [
    `${projectPath}/keys`,
    `${projectPath}/openai-key`,
    `${projectPath}/calls`,
    '/api/connection',
    `/api/channels?teamId=${teamId}`,
    '/api/teams',
    '/api/actions',
    '/api/deliveries',
    '/api/jobs',
    '/api/collections',
    '/api/people',
    '/api/home',
    '/api/me/tokens',
    '/api/me/sessions',
    '/metrics',
    '/readyz',
    '/api/openapi.json',
  ]) {
    await keep(admin, 'GET', read)
  }
  const { today } = JSON.parse((await keep(admin, 'GET', '/api/home')).text)[0]
  await keep(admin, 'GET', `/api/export/costs?from=${today}&to=${today}`)

  const cookie =
    [...admin.cookies.values()].map((value) => decodeURIComponent(value)).find((value) => value.includes('.')) ?? ''
  const [sessionToken = '', signature = ''] = [
    cookie.slice(0, cookie.indexOf('.')),
    cookie.slice(cookie.indexOf('.') + 1),
  ]
  expect(signature.length).toBeGreaterThan(20)
  const secrets = {
    ...planted,
    hook: 'Wh00kSecretOfTheTeam',
    token,
    projectSecret,
    PASSWORD,
    WRONG_PASSWORD,
    NEW_PASSWORD,
    cookie,
    signature,
  }

  expect(server.logLines.length).toBeGreaterThan(50)
  expect(linkToken.length).toBeGreaterThan(20)
  expect(findTraces(server.logLines.join('\n'), { ...secrets, sessionToken, linkToken })).toEqual([])
  expect(findTraces(answers.join('\n'), { ...secrets, sessionToken })).toEqual([])
  const tables = await dumpTables(server.runtime.database)
  expect([...tables.keys()].some((name) => name.startsWith('pgboss.'))).toBe(true)
  expect([...tables.values()].join('\n')).toContain('마케팅팀')
  for (const [name, text] of tables) expect(findTraces(text, secrets), name).toEqual([])
  const backup = await backupText(server.runtime.database, directory, ['sessions'])
  expect(backup).toContain('마케팅팀')
  expect(findTraces(backup, { ...secrets, sessionToken })).toEqual([])
  const csv = exportCosts(server.runtime.database.db, { from: today, to: today, today, teamIds: null })
  expect(
    findTraces(
      Buffer.concat(await csv.toArray().then((all) => all.map((part) => Buffer.from(part)))).toString(),
      secrets,
    ),
  ).toEqual([])
}, 120_000)

test('an error of the provider’s client holds no key, however it is printed and whatever the provider answered', async () => {
  const lines: string[] = []
  const log = createLog('trace', { write: (line) => void lines.push(line) })
  const key = server.simulator.keys.full
  const costs = createOpenAiCosts({ clock: { now: () => new Date() }, sleep: async () => {} })
  for (const baseUrl of [
    echo.url,
    echo.url,
    echo.url,
    echo.url,
    'http://127.0.0.1:1/v1',
    `http://user:${key}@127.0.0.1:1/v1`,
  ]) {
    const request = { key, baseUrl, from: '2026-11-22', to: '2026-11-23', signal: new AbortController().signal }
    const error: unknown = await costs.readCosts(request).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    log.error({ err: error }, 'collection stopped')
    lines.push(inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error), String(error))
  }
  expect(lines.length).toBeGreaterThan(10)
  expect(findTraces(lines.join('\n'), { key })).toEqual([])
})

test('a credential in the text of any error is cut from the log', () => {
  const lines: string[] = []
  const log = createLog('trace', { write: (line) => void lines.push(line) })
  const { full, projectKey } = server.simulator.keys
  const url = `postgres://finops:${PASSWORD}@db.example/finops`
  log.error({ err: new Error(`refused ${full}`, { cause: new Error(`and ${projectKey}`) }) }, `with ${full}`)
  log.warn(
    { url, deep: { deeper: [{ header: `Bearer ${full}` }] }, password: PASSWORD, body: { password: PASSWORD } },
    url,
  )
  expect(lines).toHaveLength(2)
  expect(findTraces(lines.join('\n'), { full, projectKey, PASSWORD })).toEqual([])
})

async function signUp(): Promise<Client> {
  const admin = await setUpAdmin(server)
  const change = { currentPassword: 'correct horse battery staple', newPassword: PASSWORD }
  expect((await admin.request('POST', '/api/me/password', change)).status).toBe(204)
  return admin
}

/** The jobs of the server do it; this waits until the newest collection has ended so. */
async function collected(admin: Client, keep: typeof ask, state: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { body } = await keep(admin, 'GET', '/api/collections')
      const { items } = body as unknown as { items: { state: string }[] }
      expect(items[0]?.state).toBe(state)
    },
    { timeout: 30_000, interval: 300 },
  )
}
