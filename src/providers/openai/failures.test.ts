import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '../../platform/clock.ts'
import { callOpenAi, createOpenAiClient } from './client.ts'
import { OpenAiError } from './failure.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { readProjects } from './projects.ts'

const KEY = 'sk-admin-planted-in-this-test-0123456789'
const clock = fixedClock('2026-11-23T05:00:00Z')
let reply: (request: IncomingMessage, response: ServerResponse) => void = () => {}
const server = createServer((request, response) => reply(request, response))
let baseUrl = ''

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})

async function failureFrom(answer: typeof reply, url = baseUrl): Promise<unknown> {
  reply = answer
  const limits = { idleMs: 1_000, totalMs: 5_000, maxBytes: 10_000 }
  const client = createOpenAiClient({ key: KEY, baseUrl: url, timeoutMs: 1_500, fetch: guardedFetch(limits) })
  const error = await callOpenAi(() => readProjects(client), { clock, key: KEY }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(OpenAiError)
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('planted')
  return error instanceof OpenAiError ? error.failure : null
}
const answering =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
const SCOPES = 'You have insufficient permissions for this operation. Missing scopes: api.usage.read. Check that …'

test.each([
  [
    'the standard body',
    401,
    { error: { message: `Incorrect API key provided: ${KEY}`, type: 'x', param: null, code: 'invalid_api_key' } },
    { kind: 'key-revoked' },
  ],
  ['missing scopes as a bare string', 403, { error: SCOPES }, { kind: 'missing-scope', scope: 'api.usage.read' }],
  ['missing scopes with 401', 401, { error: SCOPES }, { kind: 'missing-scope', scope: 'api.usage.read' }],
  ['missing scopes in the standard body', 403, { error: { message: SCOPES } }, { kind: 'missing-scope' }],
  ['several missing scopes', 403, { error: 'Missing scopes: a.b, c.d' }, { kind: 'missing-scope', scope: 'a.b, c.d' }],
  ['a flat body', 404, { code: 404, message: 'The project proj_x was not found' }, { kind: 'not-found' }],
  ['403 without scopes', 403, { error: { message: 'Country not supported', code: null } }, { kind: 'forbidden' }],
  [
    '400 with a code',
    400,
    { error: { message: 'no', code: 'rate_limit_not_updatable' } },
    { kind: 'refused', code: 'rate_limit_not_updatable' },
  ],
  [
    '429 without Retry-After',
    429,
    { error: { message: 'slow down' } },
    { kind: 'rate-limited', retryAfterSeconds: null },
  ],
  ['503 as HTML', 503, '<html>', { kind: 'server-error', status: 503 }],
  ["a proxy's 401 page, which says nothing about the key", 401, '<html>login</html>', { kind: 'garbage' }],
  ["a proxy's 403 page", 403, '<html>blocked</html>', { kind: 'garbage' }],
  ['404 as HTML', 404, '<html>', { kind: 'garbage' }],
  ['an empty 401', 401, '', { kind: 'garbage' }],
  ['HTML with 200', 200, '<html>', { kind: 'garbage' }],
  ['truncated JSON', 200, '{"data":[{"id":"proj', { kind: 'garbage' }],
  ['another shape', 200, { data: 7 }, { kind: 'garbage' }],
  ['null', 200, 'null', { kind: 'garbage' }],
  ['an endless list', 200, { data: [{ id: 'proj_a' }], has_more: true, last_id: 'proj_a' }, { kind: 'garbage' }],
  ['more than it may be', 200, JSON.stringify({ data: [], filler: 'x'.repeat(20_000) }), { kind: 'garbage' }],
])('%s', async (_name, status, body, failure) => {
  expect(await failureFrom(answering(status, body))).toMatchObject(failure)
})

test('429 with Retry-After in seconds and as a date', async () => {
  const at = (header: string) => failureFrom(answering(429, { error: { message: '' } }, { 'retry-after': header }))
  expect(await at('9')).toEqual({ kind: 'rate-limited', retryAfterSeconds: 9 })
  expect(await at('Mon, 23 Nov 2026 05:01:00 GMT')).toEqual({ kind: 'rate-limited', retryAfterSeconds: 60 })
})

test('a socket that hangs before the headers, in the body, or in the body of an error is a timeout', async () => {
  expect(await failureFrom(() => {})).toEqual({ kind: 'timeout' })
  const stuck = (status: number) => (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.write('{"data":[')
  }
  expect(await failureFrom(stuck(200))).toEqual({ kind: 'timeout' })
  expect(['timeout', 'garbage', 'server-error']).toContain(kindOf(await failureFrom(stuck(500))))
})

test('a reset, a closed port and an unknown host are unreachable', async () => {
  expect(await failureFrom((request) => request.socket.resetAndDestroy())).toMatchObject({ kind: 'unreachable' })
  expect(await failureFrom(reply, 'http://127.0.0.1:1/v1')).toMatchObject({ kind: 'unreachable' })
  expect(await failureFrom(reply, 'http://no-such-host.invalid/v1')).toMatchObject({ kind: 'unreachable' })
})

test("the caller's own abort is not mistaken for a failure of OpenAI", async () => {
  const stop = new AbortController()
  reply = () => stop.abort(new Error('stopped'))
  const client = createOpenAiClient({ key: KEY, baseUrl })
  const call = () => client.admin.organization.projects.list({}, { signal: stop.signal }).asResponse()
  await expect(callOpenAi(call, { clock, key: KEY, signal: stop.signal })).rejects.toThrow('stopped')
})

function kindOf(failure: unknown): unknown {
  return typeof failure === 'object' && failure !== null && 'kind' in failure ? failure.kind : null
}
