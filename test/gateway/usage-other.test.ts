import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Metering, openMetering } from './metering.ts'
import { requestText, sendRaw } from './raw.ts'
import { json } from './upstream.ts'
import { storedCalls } from './workbench.ts'

// Shapes as OpenAI's reference and its SDK give them; the figures are made up, the prices are those of the kept table.
let gateway: Metering
beforeAll(async () => {
  gateway = await openMetering()
})
afterAll(() => gateway.close())
beforeEach(() => gateway.forget())

test.each([
  ['POST', '/files', null, false],
  ['POST', '/batches', null, false],
  ['GET', '/batches/batch_1', null, false],
  ['GET', '/models', null, false],
  ['POST', '/never/heard/of', null, false],
  ['POST', '/videos', null, true],
] as const)(
  '%s %s is a call without cost; what is known to cost something and has no price says so',
  async (method, path, cost, unpriced) => {
    gateway.upstream.answers(json({ id: 'x', object: 'x', usage: null }))
    await gateway.send(method, path, method === 'POST' ? '{"model":"x"}' : '')
    expect(await gateway.only()).toMatchObject({ cost, unpriced, result: 'ok', kind: null })
  },
)

test.each(['/chat/completions/', '/%63hat/completions', '/chat/%63ompletions'])(
  'a path that OpenAI may read as another one (%s) is metered as that one',
  async (path) => {
    const answer = { id: 'chatcmpl-p', model: 'gpt-4o', usage: { prompt_tokens: 10, completion_tokens: 1 } }
    expect(await gateway.call(path, { model: 'gpt-4o' }, answer)).toMatchObject({
      endpoint: 'POST /chat/completions',
      input_tokens: 10,
    })
  },
)

test('a connection that wants to be a WebSocket is refused clearly, and is a record', async () => {
  const seen = gateway.upstream.seen.length
  const headers = [
    gateway.authorization,
    'Upgrade: websocket',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
  ]
  const text = requestText('GET', '/openai/v1/realtime?model=gpt-realtime', headers).toString('latin1')
  const answer = await sendRaw(gateway.bench.url, text.replace('Connection: close', 'Connection: Upgrade, close'))
  expect(answer.head).toMatch(/^HTTP\/1\.1 501 /)
  expect(JSON.parse(answer.body.toString())).toMatchObject({ error: { code: 'finops_upgrade_unsupported' } })
  expect(gateway.upstream.seen.length).toBe(seen)
  expect(await gateway.only()).toMatchObject({ endpoint: 'GET /realtime', result: 'refused', cost: '0' })
})

test('an answer without an id is known by its x-request-id, so that whoever else tells of it tells of the same call', async () => {
  const name = 'req_011CSpeech'
  gateway.upstream.answers((_request, response) => {
    response.writeHead(200, { 'content-type': 'audio/mpeg', 'x-request-id': name })
    response.end('sound')
  })
  await gateway.post('/audio/speech', { model: 'tts-1', input: '안녕', voice: 'alloy' })
  expect(await gateway.only()).toMatchObject({ response_id: name, task: null })
  const told = { source: 'sdk', responseId: name, endpoint: '/v1/audio/speech', model: 'tts-1', task: '안내 방송' }
  const answer = await fetch(`${gateway.bench.url}/api/calls`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.bench.project.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ calls: [told] }),
  })
  expect(await answer.json()).toMatchObject({ merged: 1, stored: 0 })
  expect(await storedCalls(gateway.bench, 1)).toMatchObject([
    { response_id: name, task: '안내 방송', characters: 2, cost: '0.00003' },
  ])
})
