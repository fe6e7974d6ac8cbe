import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { requestText, sendRaw } from './raw.ts'
import { completion, json, startUpstream, type Upstream, usage } from './upstream.ts'
import { forgetCalls, openWorkbench, storedCalls, type Workbench } from './workbench.ts'

let upstream: Upstream
let bench: Workbench
let auth: string
beforeAll(async () => {
  upstream = await startUpstream()
  bench = await openWorkbench({ environment: { OPENAI_BASE_URL: upstream.url } })
  auth = `Authorization: Bearer ${bench.project.key}`
})
afterAll(async () => {
  await bench.close()
  await upstream.close()
})
beforeEach(async () => {
  upstream.seen.length = 0
  await forgetCalls(bench)
})

const post = (path: string, headers: readonly string[], body: Buffer | string) =>
  sendRaw(bench.url, requestText('POST', `/openai/v1${path}`, [auth, ...headers], body))

test('request and answer pass with their headers in order and spelling, and their bytes', async () => {
  const body =
    '{ "model" : "gpt-4o", "messages": [{"role":"user","content":"\\u00e9 가나다 😀"}], "unknown": [1e400, 0.10] }'
  const answer = `{"id":"chatcmpl-1","model":"gpt-4o-2024-08-06", "usage":${JSON.stringify(usage)},"x":"\\u0000é"}`
  upstream.answers((_request, response) => {
    response.sendDate = false
    response.writeHead(200, 'Very Fine', [
      'Content-Type',
      'application/json',
      'X-Odd-Case',
      'Ä'.normalize('NFC'),
      'openai-processing-ms',
      '5',
      'X-Twice',
      '1',
      'X-Twice',
      '2',
      'x-request-id',
      'req_1',
      'Content-Length',
      String(Buffer.byteLength(answer)),
    ])
    response.end(Buffer.from(answer))
  })
  const got = await post(
    '/chat/completions?api-version=1&x=%2C',
    [
      'Content-Type: application/json',
      'X-Custom-HEADER: a',
      'OpenAI-Beta: x',
      'X-Dup: 1',
      'X-Dup: 2',
      'X-Finops-Task: t',
    ],
    body,
  )
  const [seen] = upstream.seen
  expect(seen?.url).toBe('/v1/chat/completions?api-version=1&x=%2C')
  expect(seen?.body.toString()).toBe(body)
  const sent = seen?.headers.join('\n') ?? ''
  expect(sent).toContain('X-Custom-HEADER\na\nOpenAI-Beta\nx\nX-Dup\n1\nX-Dup\n2')
  expect(sent).not.toMatch(/finops|fin_/i)
  expect(sent).toContain(`authorization\nBearer ${bench.simulator.keys.projectKey}`)
  expect(got.head.split('\r\n')[0]).toBe('HTTP/1.1 200 Very Fine')
  expect(got.head).toContain(
    'X-Odd-Case: Ä\r\nopenai-processing-ms: 5\r\nX-Twice: 1\r\nX-Twice: 2\r\nx-request-id: req_1',
  )
  expect(got.body.toString()).toBe(answer)
  expect(await storedCalls(bench, 1)).toMatchObject([{ task: 't', model_asked: 'gpt-4o', input_tokens: 12 }])
})

const codings = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
} as const

test.each(Object.keys(codings) as (keyof typeof codings)[])(
  'an answer in %s passes compressed and is counted',
  async (coding) => {
    const body = codings[coding](JSON.stringify({ ...completion(`chatcmpl-${coding}`), filler: 'x'.repeat(70_000) }))
    upstream.answers((_request, response) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-encoding': coding,
        'content-length': body.length,
      })
      response.end(body)
    })
    const got = await post('/chat/completions', ['Content-Type: application/json'], '{"model":"gpt-4o"}')
    expect(got.body.equals(body)).toBe(true)
    expect(await storedCalls(bench, 1)).toMatchObject([
      { response_id: `chatcmpl-${coding}`, input_tokens: 12, output_tokens: 5 },
    ])
  },
)

test.each([null, 'gzip', 'br'] as const)(
  'a stream (%s) passes event by event, and its usage is counted',
  async (coding) => {
    const events = [
      'data: {"id":"chatcmpl-s","model":"gpt-4o-2024-08-06","choices":[{"delta":{"content":"한"}}]}\n\n',
      'data: {"id":"chatcmpl-s","choices":[{"delta":{"content":"글"}}]}\n\n',
      `data: {"id":"chatcmpl-s","choices":[],"usage":${JSON.stringify(usage)}}\n\n`,
      'data: [DONE]\n\n',
    ].join('')
    const whole = Buffer.from(events)
    const body = coding === 'gzip' ? gzipSync(whole) : coding === 'br' ? brotliCompressSync(whole) : whole
    upstream.answers((_request, response) => {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        ...(coding ? { 'content-encoding': coding } : {}),
      })
      for (let at = 0; at < body.length; at += 7) response.write(body.subarray(at, at + 7))
      response.end()
    })
    const asked = '{"model":"gpt-4o","stream":true,"stream_options":{"include_usage":true}}'
    const answer = await fetch(`${bench.gatewayUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bench.project.key}`, 'content-type': 'application/json' },
      body: asked,
    })
    expect(await answer.text()).toBe(events)
    expect(upstream.seen[0]?.body.toString()).toBe(asked)
    const [call] = await storedCalls(bench, 1)
    expect(call).toMatchObject({
      response_id: 'chatcmpl-s',
      input_tokens: 12,
      output_tokens: 5,
      streamed: true,
      result: 'ok',
    })
  },
)

test('usage is asked for where the caller does not, and taken out again', async () => {
  upstream.answers((request, response, body) => {
    const asked = JSON.parse(body.toString()).stream_options?.include_usage === true
    const isPlain = request.headers['accept-encoding'] === 'identity'
    const end = asked && isPlain ? ',"usage":null' : ''
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(`data: {"id":"chatcmpl-q","model":"gpt-4o","choices":[{"delta":{"content":"가"}}]${end}}\n\n`)
    if (asked) response.write(`data: {"id":"chatcmpl-q","choices":[],"usage":${JSON.stringify(usage)}}\n\n`)
    response.end('data: [DONE]\n\n')
  })
  const answer = await fetch(`${bench.gatewayUrl}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bench.project.key}`, 'content-type': 'application/json' },
    body: '{"model":"gpt-4o","stream":true,"stream_options":{"x":1}}',
  })
  const chunk = '{"id":"chatcmpl-q","model":"gpt-4o","choices":[{"delta":{"content":"가"}}]}'
  expect(await answer.text()).toBe(`data: ${chunk}\n\ndata: [DONE]\n\n`)
  expect(await storedCalls(bench, 1)).toMatchObject([{ input_tokens: 12, output_tokens: 5, streamed: true }])
})

test('uploads of 50 MB and pieces of 10 MB pass whole, with the memory of neither', async () => {
  const upload = Buffer.alloc(50 * 1024 * 1024, 'ab')
  const piece = Buffer.alloc(10 * 1024 * 1024, 'cd')
  upstream.answers((_request, response) => {
    response.writeHead(200, { 'content-type': 'audio/mpeg' })
    for (let count = 0; count < 4; count += 1) response.write(piece)
    response.end()
  })
  const answer = await fetch(`${bench.gatewayUrl}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bench.project.key}`, 'content-type': 'multipart/form-data; boundary=x' },
    body: upload,
  })
  const got = Buffer.from(await answer.arrayBuffer())
  expect(got.equals(Buffer.concat([piece, piece, piece, piece]))).toBe(true)
  expect(upstream.seen[0]?.body.equals(upload)).toBe(true)
  expect(await storedCalls(bench, 1)).toMatchObject([{ endpoint: 'POST /files', cost: null, result: 'ok' }])
})

test('errors of OpenAI pass as they are and are recorded as errors', async () => {
  for (const status of [400, 401, 404, 429, 500, 503]) {
    upstream.answers((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '7' })
      response.end(`{"error":{"code":"code-${status}"}}`)
    })
    const got = await post('/chat/completions', ['Content-Type: application/json'], '{"model":"gpt-4o"}')
    expect(got.head).toContain(`HTTP/1.1 ${status}`)
    expect(got.head).toContain('retry-after: 7')
    expect(got.body.toString()).toContain(`{"error":{"code":"code-${status}"}}`)
  }
  const calls = await storedCalls(bench, 6)
  expect(calls.map(({ status, result }) => [status, result])).toEqual(
    [400, 401, 404, 429, 500, 503].map((status) => [status, 'error']),
  )
})

test('methods without a body, unknown paths and HEAD pass', async () => {
  upstream.answers(json({ object: 'list' }, { etag: 'x' }))
  for (const [method, path] of [
    ['GET', '/models'],
    ['DELETE', '/files/file-1'],
    ['HEAD', '/models'],
    ['PATCH', '/never/heard_of/9'],
  ] as const) {
    const got = await sendRaw(bench.url, requestText(method, `/openai/v1${path}`, [auth]))
    expect(got.head).toContain('HTTP/1.1 200 OK')
    expect(got.body.toString()).toBe(method === 'HEAD' ? '' : '{"object":"list"}')
  }
  expect(upstream.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /v1/models',
    'DELETE /v1/files/file-1',
    'HEAD /v1/models',
    'PATCH /v1/never/heard_of/9',
  ])
  const calls = await storedCalls(bench, 4)
  expect(calls.map(({ endpoint }) => endpoint)).toEqual([
    'GET /models',
    'DELETE /files/{id}',
    'HEAD /models',
    'PATCH /never/{id}/{id}',
  ])
})
