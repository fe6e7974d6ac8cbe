import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Metering, openMetering } from './metering.ts'
import { requestText, sendRaw } from './raw.ts'
import { json } from './upstream.ts'

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
