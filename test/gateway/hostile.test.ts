import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type RawAnswer, requestText, sendRaw } from './raw.ts'
import { completion, json, startUpstream, type Upstream } from './upstream.ts'
import { addProject, openWorkbench, settle, storedCalls, storeProviderKey, until, type Workbench } from './workbench.ts'

let upstream: Upstream
let bench: Workbench
beforeAll(async () => {
  upstream = await startUpstream()
  bench = await openWorkbench({ environment: { OPENAI_BASE_URL: upstream.url, LOG_LEVEL: 'trace' } })
})
afterAll(async () => {
  await bench.close()
  await upstream.close()
})
beforeEach(() => {
  upstream.seen.length = 0
  upstream.answers(json({ object: 'list' }))
})

const auth = () => `Authorization: Bearer ${bench.project.key}`
const raw = (lines: readonly string[], body: Buffer | string = '') =>
  sendRaw(bench.url, Buffer.concat([Buffer.from([...lines, '', ''].join('\r\n'), 'latin1'), Buffer.from(body)]))
const statusOf = ({ head }: RawAnswer) => Number(head.slice(9, 12))

test('headers that say two things, or go on in the next line, are refused or mean one thing at both ends', async () => {
  const request = (...lines: string[]) =>
    raw(['GET /openai/v1/models HTTP/1.1', 'Host: x', 'Connection: close', ...lines])
  const folded = await request(auth(), 'X-Folded: a', ' b: c', '\tX-Evil: 1')
  expect(statusOf(folded)).toBe(400)
  expect(upstream.seen).toEqual([])
  // Node joins or drops what stands there twice; a second key is never the one that goes to OpenAI.
  const twice = await request(auth(), `Authorization: Bearer sk-second-0000000000`)
  expect([200, 400, 401]).toContain(statusOf(twice))
  for (const { headers } of upstream.seen) expect(headers.join('\n')).not.toContain('sk-second')
  upstream.seen.length = 0
  const keys = await request(`x-finops-key: ${bench.project.key}`, `x-finops-key: fin_${'A'.repeat(43)}`)
  expect(statusOf(keys)).toBe(401)
  expect(upstream.seen).toEqual([])
})

test('what a Connection header names is dropped, and nothing that we rely on with it', async () => {
  await raw(
    [
      'POST /openai/v1/chat/completions HTTP/1.1',
      'Host: x',
      'Connection: close, Authorization, Content-Length, X-Finops-Key, Host, X-Hop',
      'X-Hop: 1',
      auth(),
      'Content-Type: application/json',
      'Content-Length: 2',
    ],
    '{}',
  )
  const [seen] = upstream.seen
  const sent = seen?.headers.join('\n') ?? ''
  expect(sent).toContain(`Bearer ${bench.simulator.keys.projectKey}`)
  expect(sent).toContain(`127.0.0.1:${upstream.port}`)
  expect(sent).not.toMatch(/X-Hop|fin_/)
  expect(seen?.body.toString()).toBe('{}')
})

test('a head that is too large, a method or a version that nobody speaks, ends in an answer and not in silence', async () => {
  const huge = await raw(['GET /openai/v1/models HTTP/1.1', 'Host: x', auth(), `X-Huge: ${'h'.repeat(20_000)}`])
  expect(statusOf(huge)).toBe(431)
  const path = await raw([`GET /openai/v1/${'p'.repeat(20_000)} HTTP/1.1`, 'Host: x', auth()])
  expect(statusOf(path)).toBe(431)
  const odd = await raw(['BREW /openai/v1/models HTTP/1.1', 'Host: x', auth()])
  expect(statusOf(odd)).toBe(400)
  const two = await raw(['GET /openai/v1/models HTTP/9.9', 'Host: x', auth()])
  expect([400, 505]).toContain(statusOf(two))
  const connecting = await raw([`CONNECT 127.0.0.1:${upstream.port} HTTP/1.1`, 'Host: x', auth()])
  expect(connecting.head.startsWith('HTTP/1.1 200')).toBe(false)
  const noHost = await raw(['GET /openai/v1/models HTTP/1.1', 'Connection: close', auth()])
  expect(statusOf(noHost)).toBe(400)
  expect(upstream.seen).toEqual([])
})

test('HTTP/1.0 is answered, without chunks that it could not read', async () => {
  upstream.answers((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: {"id":"chatcmpl-old","model":"gpt-4o","choices":[{"delta":{"content":"가"}}]}\n\n')
    response.end('data: [DONE]\n\n')
  })
  const answer = await raw(
    ['POST /openai/v1/chat/completions HTTP/1.0', auth(), 'Content-Type: application/json', 'Content-Length: 15'],
    '{"stream":true}',
  )
  expect(statusOf(answer)).toBe(200)
  expect(answer.head).not.toMatch(/transfer-encoding/i)
  expect(answer.body.toString().startsWith('data: {"id":"chatcmpl-old"')).toBe(true)
  expect(answer.body.toString().endsWith('data: [DONE]\n\n')).toBe(true)
})

test('who waits for a 100 before sending gets it, and OpenAI the body', async () => {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(bench.url).port) })
  let got = ''
  socket.on('data', (bytes) => {
    got += bytes.toString()
  })
  const head = [
    'POST /openai/v1/files HTTP/1.1',
    'Host: x',
    'Connection: close',
    auth(),
    'Expect: 100-continue',
    'Content-Length: 5',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  await until(() => got.startsWith('HTTP/1.1 100 Continue'))
  socket.write('hello')
  await until(() => got.includes('HTTP/1.1 200'))
  socket.destroy()
  expect(upstream.seen[0]?.body.toString()).toBe('hello')
})

test('requests that are sent without waiting are answered in their order, each as its own project', async () => {
  const other = await addProject(bench.runtime, { team: '개발팀', name: '검색' })
  await storeProviderKey(bench.runtime, other.id, 'sk-of-the-other-project-000')
  await settle(bench)
  upstream.answers((request, response) => {
    const whose = request.headers.authorization?.includes('sk-of-the-other') ? 'other' : 'own'
    // The first is answered last.
    setTimeout(() => json({ whose })(request, response, Buffer.alloc(0)), whose === 'own' ? 150 : 0)
  })
  const first = requestText('GET', '/openai/v1/models', [auth()]).toString().replace('close', 'keep-alive')
  const second = requestText('GET', '/openai/v1/models', [`Authorization: Bearer ${other.key}`]).toString()
  const { whole } = await sendRaw(bench.url, first + second)
  expect([...whole.toString().matchAll(/"whose":"(\w+)"/g)].map(([, whose]) => whose)).toEqual(['own', 'other'])
})

test('a smuggled second request in a body is a body', async () => {
  const hidden = `GET /openai/v1/organization/costs HTTP/1.1\r\nHost: x\r\n${auth()}\r\n\r\n`
  await sendRaw(bench.url, requestText('POST', '/openai/v1/files', [auth()], hidden))
  expect(upstream.seen.map(({ url, body }) => [url, body.toString()])).toEqual([['/v1/files', hidden]])
})

test('a project key opens no other part of the API than the one that records for its project', async () => {
  const answer = await fetch(`${bench.url}/api/openapi.json`)
  const { paths }: { paths: Record<string, Record<string, unknown>> } = await answer.json()
  const OPEN = /^\/api\/(?:calls|outcomes|openapi\.json|health|auth\/|sign-in|session|first-run|setup)/
  const opened: string[] = []
  let asked = 0
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      const url = `${bench.url}${path.replaceAll(/\{\w+\}/g, bench.project.id)}`
      const got = await fetch(url, {
        method: method.toUpperCase(),
        headers: { authorization: `Bearer ${bench.project.key}`, 'content-type': 'application/json' },
        body: method === 'get' ? null : '{}',
        redirect: 'manual',
      })
      await got.arrayBuffer()
      asked += 1
      if (got.status < 400 && !OPEN.test(path)) opened.push(`${method} ${path} ${got.status}`)
    }
  }
  expect(asked).toBeGreaterThan(50)
  expect(opened).toEqual([])
})

test('while calls wait on the disk, no key and nothing that was said is in them', async () => {
  const secret = '디스크에도 남으면 안 되는 문장 1234'
  upstream.answers(json({ ...completion('chatcmpl-spooled'), choices: [{ message: { content: secret } }] }))
  const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: secret }] })
  await sendRaw(
    bench.url,
    requestText('POST', '/openai/v1/chat/completions', [auth(), 'Content-Type: application/json'], body),
  )
  const spool = join(bench.runtime.config.dataDir, 'spool')
  const written = readdirSync(spool, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.calls'))
    .map((name) => readFileSync(join(spool, name), 'utf8'))
    .join('')
  expect(written).toContain('chatcmpl-spooled')
  for (const word of [secret, JSON.stringify(secret).slice(1, -1), bench.project.key, bench.simulator.keys.projectKey])
    expect(written.includes(word)).toBe(false)
  await storedCalls(bench, 1)
  expect(bench.logLines.join('\n')).not.toContain(secret)
})

test('an upload that OpenAI does not read waits at the caller and not in memory', async () => {
  const read = Promise.withResolvers<void>()
  let received = 0
  const slow = createServer(async (request, response) => {
    await read.promise
    for await (const chunk of request) received += (chunk as Buffer).length
    response.end('{}')
  })
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
  const address = slow.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const other = await openWorkbench({ environment: { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` } })
  const total = 50 * 1024 * 1024
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      if (sent >= total) return controller.close()
      sent += 65_536
      controller.enqueue(new Uint8Array(65_536))
    },
  })
  const headers = { authorization: `Bearer ${other.project.key}` }
  const request = { method: 'POST', body, duplex: 'half', headers } as RequestInit
  const answer = fetch(`${other.gatewayUrl}/files`, request)
  await wait(700)
  expect(sent).toBeLessThan(total / 2)
  read.resolve()
  expect((await answer).status).toBe(200)
  expect(received).toBe(total)
  await other.close()
  slow.closeAllConnections()
  await new Promise((resolve) => slow.close(resolve))
}, 60_000)
