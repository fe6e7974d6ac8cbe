import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { requestText, sendRaw } from './raw.ts'
import { json, startUpstream, type Upstream } from './upstream.ts'
import { addProject, openWorkbench, settle, storedCalls, storeProviderKey, until, type Workbench } from './workbench.ts'

const OWN_KEY = 'sk-proj-callers-own-key-1234567890'
const SECRET_WORDS = '절대로 기록되면 안 되는 문장 4711'

let upstream: Upstream
let elsewhere: Upstream
let bench: Workbench
beforeAll(async () => {
  upstream = await startUpstream()
  elsewhere = await startUpstream()
  bench = await openWorkbench({ environment: { OPENAI_BASE_URL: upstream.url, LOG_LEVEL: 'trace' } })
})
afterAll(async () => {
  await bench.close()
  await upstream.close()
  await elsewhere.close()
})
beforeEach(() => {
  upstream.seen.length = 0
  upstream.answers(json({ object: 'list' }))
})

const auth = () => `Authorization: Bearer ${bench.project.key}`
const get = (path: string, headers: readonly string[] = []) =>
  sendRaw(bench.url, requestText('GET', path, [auth(), ...headers]))

test('no path leads out of the base URL, or to another host', async () => {
  const other = `127.0.0.1:${elsewhere.port}`
  const paths = [
    '/openai/v1/../../admin',
    '/openai/v1/..',
    '/openai/v1/./models',
    '/openai/v1/models/..',
    '/openai/v1/%2e%2e/x',
    '/openai/v1/%2E%2e/x',
    '/openai/v1/.%2e/x',
    '/openai/v1/%252e%252e/x',
    '/openai/v1//models',
    `/openai/v1//${other}/models`,
    `/openai/v1/%2f%2f${other}/models`,
    `/openai/v1/%5c${other}`,
    `/openai/v1/\\\\${other}`,
    `/openai/v1/..\\x`,
    '/openai/v1/models%00',
    '/openai/v1/models%0d%0aX-Evil:%201',
    '/openai/v1/models#x',
    '/openai/v1/organization/costs',
    '/openai/v1/organization',
    '/openai/v1/Organization/projects',
    '/openai/v1/%6frganization/costs',
    '/openai/v1/organizatio%6E/projects',
    '/openai/v1/organization%73;a=b/projects',
    '/openai/v1/%256frganization/costs',
    '/openai/v12/models',
    '/openai/v1models',
    `/openai/v1@${other}/models`,
    `http://${other}/openai/v1/models`,
    `http://${other}/v1/models`,
    `//${other}/openai/v1/models`,
  ]
  for (const path of paths) {
    const answer = await get(path)
    expect.soft(answer.head, path).toMatch(/^HTTP\/1\.1 (?:400|401|403|404) /)
  }
  expect(upstream.seen).toEqual([])
  expect(elsewhere.connections).toBe(0)
})

test('a query passes as it stands, whatever is in it, and changes nothing but itself', async () => {
  const query = `?after=..%2f..&url=http://127.0.0.1:${elsewhere.port}/%0d%0a&x=//`
  await get(`/openai/v1/models${query}`)
  expect(upstream.seen.map(({ url }) => url)).toEqual([`/v1/models${query}`])
  expect(elsewhere.connections).toBe(0)
})

test('no header chooses another host, and those of one connection and of our pages stay here', async () => {
  const other = `127.0.0.1:${elsewhere.port}`
  const headers = [
    `X-Forwarded-Host: ${other}`,
    `X-Forwarded-For: 6.6.6.6`,
    `Forwarded: host=${other}`,
    `Proxy-Authorization: Basic eA==`,
    `Proxy-Connection: keep-alive`,
    `Keep-Alive: timeout=99`,
    `TE: trailers`,
    `Upgrade: websocket`,
    `Cookie: session=of-our-own-pages`,
    `Expect: 100-continue`,
    `OpenAI-Organization: org-other`,
    `OpenAI-Project: proj-other`,
    `X-Secret-Hop: 1`,
    `X-Finops-Meta-Team: x`,
    `X-Kept: yes`,
  ]
  const text = requestText('GET', '/openai/v1/models', [auth(), ...headers]).toString('latin1')
  await sendRaw(
    bench.url,
    Buffer.from(
      text
        .replace('Host: gateway.test', `Host: ${other}`)
        .replace('Connection: close', 'Connection: close, X-Secret-Hop'),
      'latin1',
    ),
  )
  const [seen] = upstream.seen
  const sent = Object.fromEntries(pairs(seen?.headers ?? []))
  expect(sent).toEqual({
    host: `127.0.0.1:${upstream.port}`,
    connection: 'keep-alive',
    'X-Kept': 'yes',
    authorization: `Bearer ${bench.simulator.keys.projectKey}`,
  })
  expect(elsewhere.connections).toBe(0)
})

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, place): [string, string][] => (place % 2 === 0 ? [[name, flat[place + 1] ?? '']] : []))
}

test('a request that two servers could cut differently is refused before it is read', async () => {
  const head = (...lines: string[]) =>
    Buffer.from(
      ['POST /openai/v1/files HTTP/1.1', 'Host: x', 'Connection: close', auth(), ...lines, '', ''].join('\r\n'),
    )
  const smuggled = Buffer.from(`0\r\n\r\nGET /openai/v1/models HTTP/1.1\r\nHost: x\r\n${auth()}\r\n\r\n`)
  const odd = [
    head('Content-Length: 5', 'Transfer-Encoding: chunked'),
    head('Transfer-Encoding: chunked', 'Content-Length: 5'),
    head('Content-Length: 5', 'Content-Length: 6'),
    head('Transfer-Encoding: chunked, identity'),
    head('Transfer-Encoding: xchunked'),
    head('Content-Length: 5', 'Transfer-Encoding : chunked'),
    head('Content-Length: +5'),
    head('X-Bad: a\nX-Evil: b'),
    head('X-Bad: a\0b'),
  ]
  for (const bytes of odd) {
    const answer = await sendRaw(bench.url, Buffer.concat([bytes, smuggled]))
    expect.soft(answer.head, bytes.toString()).toMatch(/^HTTP\/1\.1 400 /)
    expect.soft(answer.whole.toString().match(/HTTP\/1\.1/g)?.length).toBe(1)
  }
  expect(upstream.seen).toEqual([])
})

test('an answer that two clients could cut differently does not poison the next one', async () => {
  upstream.answers((_request, response) => {
    response.socket?.end(
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n',
    )
  })
  const answer = await get('/openai/v1/models')
  expect(answer.head).toMatch(/^HTTP\/1\.1 502 /)
  upstream.answers(json({ object: 'list' }))
  expect((await get('/openai/v1/models')).body.toString()).toBe('{"object":"list"}')
})

test('cookies and promises of OpenAI’s host are not ours to pass on', async () => {
  upstream.answers(
    json(
      {},
      {
        'set-cookie': 'finops_session=stolen',
        'alt-svc': 'h3=":443"',
        'strict-transport-security': 'max-age=1',
        'x-kept': '1',
      },
    ),
  )
  const { head } = await get('/openai/v1/models')
  expect(head).toContain('x-kept: 1')
  expect(head).not.toMatch(/set-cookie|alt-svc|strict-transport/i)
})

test('without a key that is ours nothing is sent, and the answer says what to do', async () => {
  const attempts: [string[], string][] = [
    [[], 'finops_key_missing'],
    [['Authorization: Bearer sk-somebody'], 'finops_key_missing'],
    [['Authorization: Basic ZmluXw=='], 'finops_key_missing'],
    [['Authorization: Bearer fin_'], 'finops_key_invalid'],
    [[`Authorization: Bearer fin_${'A'.repeat(43)}`], 'finops_key_invalid'],
    [[`x-finops-key: ${bench.project.key}x`], 'finops_key_invalid'],
    [[auth(), `x-finops-key: fin_${'B'.repeat(43)}`], 'finops_keys_differ'],
  ]
  for (const [headers, code] of attempts) {
    const answer = await sendRaw(bench.url, requestText('POST', '/openai/v1/chat/completions', headers, '{}'))
    expect.soft(JSON.parse(answer.body.toString()).error.code).toBe(code)
    expect.soft(answer.head).toMatch(/^HTTP\/1\.1 40[01] /)
  }
  expect(upstream.seen).toEqual([])
})

test('a key reaches its own project, and with it that project’s key at OpenAI and no other', async () => {
  const other = await addProject(bench.runtime, { team: '개발팀', name: '검색' })
  const bare = await addProject(bench.runtime, { team: '법무팀', name: '계약' })
  await storeProviderKey(bench.runtime, other.id, 'sk-of-the-other-project-000')
  await settle(bench)
  await sendRaw(bench.url, requestText('GET', '/openai/v1/models', [`Authorization: Bearer ${other.key}`]))
  expect(upstream.seen[0]?.headers.join('\n')).toContain('Bearer sk-of-the-other-project-000')
  const none = await sendRaw(bench.url, requestText('GET', '/openai/v1/models', [`Authorization: Bearer ${bare.key}`]))
  expect(JSON.parse(none.body.toString()).error.code).toBe('finops_no_openai_key')
  const own = [
    `Authorization: Bearer ${OWN_KEY}`,
    `x-finops-key: ${bare.key}`,
    `api-key: ${bare.key}`,
    'OpenAI-Project: proj_own',
  ]
  await sendRaw(bench.url, requestText('GET', '/openai/v1/models', own))
  const sent = upstream.seen[1]?.headers.join('\n') ?? ''
  expect(sent).toContain(`Bearer ${OWN_KEY}`)
  expect(sent).toContain('proj_own')
  expect(sent).not.toContain('fin_')
  await until(async () => (await storedCalls(bench, 1)).some(({ project_id: id }) => id === bare.id))
  for (const path of ['/api/me', '/api/projects', `/api/projects/${bare.id}`, '/api/teams']) {
    const answer = await sendRaw(bench.url, requestText('GET', path, [`Authorization: Bearer ${bare.key}`]))
    expect.soft(answer.head, path).toMatch(/^HTTP\/1\.1 40[134] /)
  }
})

test('keys, prompts and answers are in no log and in no table', async () => {
  upstream.answers(
    json({
      id: 'chatcmpl-secret',
      choices: [{ message: { content: SECRET_WORDS } }],
      usage: { prompt_tokens: 1, completion_tokens: 1 },
    }),
  )
  const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: SECRET_WORDS }] })
  const headers = [auth(), 'Content-Type: application/json']
  await sendRaw(
    bench.url,
    requestText('POST', '/openai/v1/chat/completions?api_key=sk-in-a-query-000000', headers, body),
  )
  upstream.answers((_request, response) => void response.destroy())
  await sendRaw(bench.url, requestText('POST', '/openai/v1/chat/completions', headers, body))
  await storedCalls(bench, 2)
  const { rows } = await bench.runtime.database.pool.query('select calls::text from calls')
  const kept = [...bench.logLines, ...rows.map((row) => JSON.stringify(row))].join('\n')
  for (const secret of [SECRET_WORDS, bench.project.key, OWN_KEY, bench.simulator.keys.projectKey, 'sk-in-a-query']) {
    expect.soft(kept.includes(secret), secret).toBe(false)
  }
})
