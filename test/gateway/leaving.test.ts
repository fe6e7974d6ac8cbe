import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { completion, startUpstream, type Upstream, usage } from './upstream.ts'
import { forgetCalls, openWorkbench, storedCalls, until, type Workbench } from './workbench.ts'

let upstream: Upstream
let bench: Workbench
beforeAll(async () => {
  upstream = await startUpstream()
  bench = await openWorkbench({ environment: { OPENAI_BASE_URL: upstream.url } })
})
afterAll(async () => {
  await bench.close()
  await upstream.close()
})
beforeEach(async () => {
  upstream.seen.length = 0
  await forgetCalls(bench)
})

function post(body: object, signal: AbortSignal | null = null): Promise<Response> {
  return fetch(`${bench.gatewayUrl}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bench.project.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  })
}

const piece = (text: string) =>
  `data: {"id":"chatcmpl-a","model":"gpt-4o","choices":[{"delta":{"content":"${text}"}}]}\n\n`

test('a caller who leaves a stream ends it at OpenAI too, and what was used so far is recorded', async () => {
  const closed = Promise.withResolvers<void>()
  upstream.answers((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const timer = setInterval(() => response.write(piece('가')), 10)
    response.on('close', () => {
      clearInterval(timer)
      closed.resolve()
    })
  })
  const leaving = new AbortController()
  const answer = await post(
    { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'x'.repeat(400) }] },
    leaving.signal,
  )
  const reader = answer.body?.getReader()
  for (let count = 0; count < 5; count += 1) await reader?.read()
  leaving.abort()
  await closed.promise
  const [call] = await storedCalls(bench, 1)
  expect(call).toMatchObject({
    result: 'aborted',
    problem_code: 'caller-left',
    response_id: 'chatcmpl-a',
    model_served: 'gpt-4o',
  })
  expect(call?.output_tokens).toBeGreaterThanOrEqual(5)
  expect(call?.input_tokens).toBeGreaterThan(100)
  expect(Number(call?.cost)).toBeGreaterThan(0)
})

test('a caller who leaves before the answer ends the call at OpenAI; what it used is not known', async () => {
  const closed = Promise.withResolvers<void>()
  upstream.answers((_request, response) => void response.on('close', () => closed.resolve()))
  const leaving = new AbortController()
  const answer = post({ model: 'gpt-4o' }, leaving.signal).catch((error: unknown) => error)
  await until(() => upstream.seen.length === 1)
  leaving.abort()
  await closed.promise
  await answer
  expect(await storedCalls(bench, 1)).toMatchObject([
    { result: 'aborted', status: null, input_tokens: null, cost: null },
  ])
})

test('a caller who leaves in the middle of an upload has called nobody, or is recorded', async () => {
  const leaving = new AbortController()
  const body = new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(64 * 1024))
      return new Promise((resolve) => setTimeout(resolve, 5))
    },
  })
  const request = {
    method: 'POST',
    body,
    duplex: 'half',
    signal: leaving.signal,
    headers: { authorization: `Bearer ${bench.project.key}` },
  }
  const answer = fetch(`${bench.gatewayUrl}/files`, request as RequestInit).catch((error: unknown) => error)
  await new Promise((resolve) => setTimeout(resolve, 100))
  leaving.abort()
  await answer
  expect(await storedCalls(bench, 1)).toMatchObject([{ result: 'aborted', endpoint: 'POST /files' }])
  expect(bench.runtime.gateway?.figures().underWay).toBe(0)
})

test('an upstream that breaks off is seen to break off, with all that it had sent', async () => {
  upstream.answers((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(piece('가') + piece('나'))
    setTimeout(() => response.destroy(), 50)
  })
  const answer = await post({ model: 'gpt-4o', stream: true })
  const reader = answer.body?.getReader()
  const first = await reader?.read()
  expect(Buffer.from(first?.value ?? []).toString()).toBe(piece('가') + piece('나'))
  await expect(reader?.read()).rejects.toThrow()
  expect(await storedCalls(bench, 1)).toMatchObject([
    { result: 'error', problem_code: 'upstream-broken', output_tokens: 2 },
  ])
})

test('half an answer with a length is passed on, and is no whole one', async () => {
  upstream.answers((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 })
    response.write('{"id":"chatcmpl-h","usage":')
    setTimeout(() => response.destroy(), 50)
  })
  const answer = await post({ model: 'gpt-4o' })
  expect(answer.status).toBe(200)
  await expect(answer.text()).rejects.toThrow()
  expect(await storedCalls(bench, 1)).toMatchObject([
    { result: 'error', problem_code: 'upstream-broken', input_tokens: null },
  ])
})

test('an upstream that is not there, or hangs up at once, is told in OpenAI’s shape and can be tried again', async () => {
  upstream.answers((_request, response) => void response.destroy())
  const answer = await post({ model: 'gpt-4o' })
  expect(answer.status).toBe(502)
  expect(await answer.json()).toMatchObject({ error: { code: 'finops_upstream_unreachable', type: 'server_error' } })
  expect(answer.headers.get('x-should-retry')).toBeNull()
  expect(await storedCalls(bench, 1)).toMatchObject([{ result: 'error', status: 502 }])
})

test('an upstream that stalls is waited for, and its head and pieces arrive when it sends them', async () => {
  const go = Promise.withResolvers<void>()
  upstream.answers(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 2 })
    response.flushHeaders()
    await go.promise
    response.write('{')
    setTimeout(() => response.end('}'), 50)
  })
  const answer = await post({ model: 'gpt-4o' })
  expect(answer.status).toBe(200)
  go.resolve()
  expect(await answer.text()).toBe('{}')
})

test('a slow reader slows OpenAI down and not the memory of the process', async () => {
  const total = 64 * 1024 * 1024
  let sent = 0
  upstream.answers((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' })
    const fill = () => {
      while (sent < total) {
        sent += 65_536
        if (!response.write(Buffer.alloc(65_536))) return void response.once('drain', fill)
      }
      response.end()
    }
    fill()
  })
  const answer = await post({ model: 'gpt-4o' })
  const reader = answer.body?.getReader()
  await reader?.read()
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(sent).toBeLessThan(total / 2)
  let received = 0
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) received += part.value.length
  expect(received).toBeGreaterThan(total - 1_000_000)
})

test('the record is written before the last word of a stream, and before the last byte of an answer', async () => {
  upstream.answers((_request, response, body) => {
    if (body.includes('"stream":true')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(
        `${piece('가')}data: {"id":"chatcmpl-a","choices":[],"usage":${JSON.stringify(usage)}}\n\ndata: [DONE]\n\n`,
      )
      return // and never ends
    }
    const text = JSON.stringify(completion('chatcmpl-b'))
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length + 2 })
    response.write(text)
    setTimeout(() => response.end('\n\n'), 100)
  })
  const stream = await post({ model: 'gpt-4o', stream: true, stream_options: { include_usage: true } })
  const reader = stream.body?.getReader()
  let seen = ''
  while (!seen.includes('[DONE]')) seen += Buffer.from((await reader?.read())?.value ?? []).toString()
  expect(await storedCalls(bench, 1)).toMatchObject([{ response_id: 'chatcmpl-a', result: 'ok', input_tokens: 12 }])
  await reader?.cancel()
  await (await post({ model: 'gpt-4o' })).text()
  expect(await storedCalls(bench, 2)).toMatchObject([{}, { response_id: 'chatcmpl-b', result: 'ok', output_tokens: 5 }])
})

test('a stop lets calls under way end, takes no others, and loses none', async () => {
  const other = await openWorkbench({ environment: { OPENAI_BASE_URL: upstream.url } })
  const spoolOf = () => other.runtime.gateway?.figures().spool
  upstream.answers((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(piece('가').replace('chatcmpl-a', `chatcmpl-${upstream.seen.length}`))
    setTimeout(() => response.end('data: [DONE]\n\n'), 400)
  })
  const seen = upstream.seen.length
  const calls = Array.from({ length: 20 }, async () => {
    const answer = await fetch(`${other.gatewayUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${other.project.key}`, 'content-type': 'application/json' },
      body: '{"model":"gpt-4o","stream":true}',
    })
    return answer.text()
  })
  await until(() => upstream.seen.length - seen === 20)
  const closing = other.runtime.gateway?.drain()
  for (const text of await Promise.all(calls)) expect(text).toContain('[DONE]')
  await closing
  const late = await fetch(`${other.gatewayUrl}/models`, { headers: { authorization: `Bearer ${other.project.key}` } })
  expect(late.status).toBe(503)
  await other.runtime.gateway?.stop()
  expect(spoolOf()).toMatchObject({ waiting: 0, notKept: 0 })
  const { rows } = await other.runtime.database.pool.query('select count(*)::int as count from calls')
  expect(rows).toEqual([{ count: 20 }])
  await other.close()
})
