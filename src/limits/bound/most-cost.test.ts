import { expect, test } from 'vitest'
import { PriceTable } from '../../pricing/index.ts'
import { keptPrices } from '../../pricing/kept-prices.ts'
import { mostCost, type Sizeable } from './most-cost.ts'

const table = new PriceTable(keptPrices, [])
const most = (body: unknown, rest: Partial<Sizeable> = {}) => {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const call = {
    endpoint: 'POST /chat/completions',
    kind: 'completions',
    model: 'gpt-4o',
    body: bytes,
    length: bytes.length,
  } as const
  return mostCost(table, '2026-11-23', { ...call, ...rest })
}
const number = (cost: string | null) => Number(cost ?? Number.NaN)
const CHAT = { model: 'gpt-4o', messages: [{ role: 'user', content: 'x'.repeat(1_000) }] }

test('a small question costs at most its bytes and what it asks for, in the dearest tier that it may be served in', () => {
  // 17 dollars a million in the priority tier, 10 in the standard one.
  expect(number(most({ ...CHAT, max_tokens: 1_000 }))).toBeGreaterThan(0.017)
  expect(number(most({ ...CHAT, max_tokens: 1_000 }))).toBeLessThan(0.025)
  expect(number(most({ ...CHAT, max_tokens: 1_000, service_tier: 'default' }))).toBeLessThan(0.0145)
})

test('without a word about it, as much as the model can give', () => {
  expect(number(most({ ...CHAT, service_tier: 'default' }))).toBeCloseTo(0.16384 + 0.0033, 2)
})

test('what is no count that OpenAI would take is no limit', () => {
  const whole = most(CHAT)
  for (const odd of [-1, 0, 1.5, '10', null, [], {}, true, 1e308])
    expect([odd, most({ ...CHAT, max_tokens: odd })]).toEqual([
      odd,
      expect.toSatisfy((cost: string) => number(cost) >= number(whole) * 0.99),
    ])
})

test('every choice is paid for', () => {
  const one = number(most({ ...CHAT, max_tokens: 1_000 }))
  expect(number(most({ ...CHAT, max_tokens: 1_000, n: 1_000 }))).toBeGreaterThan(one * 700)
})

test('a picture in the body counts as a picture, and not by its bytes', () => {
  const url = `data:image/png;base64,${'A'.repeat(4_000_000)}`
  const withPicture = {
    ...CHAT,
    max_tokens: 10,
    messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
  }
  expect(number(most(withPicture))).toBeLessThan(0.06)
})

test('text that only looks like a picture is text', () => {
  const text = `data:image/png;base64,${'말'.repeat(20_000)}`
  const disguised = { ...CHAT, max_tokens: 1, service_tier: 'default' }
  for (const content of [
    text,
    [{ type: 'text', text }],
    [{ type: 'text', text, image_url: 'data:image/png;base64,AA' }],
  ]) {
    // 60,000 bytes at 2.50 dollars a million.
    expect(number(most({ ...disguised, messages: [{ role: 'user', content }] }))).toBeGreaterThan(0.15)
  }
})

test('a body that nobody reads counts as all that the dearest model can take and give', () => {
  expect(number(most('', { body: null, model: null }))).toBeGreaterThan(10)
  expect(number(most('{"model":', { model: null }))).toBeGreaterThan(10)
})

test('what has no price is not known, and what is free is free', () => {
  expect(most({ ...CHAT, model: 'gpt-99' }, { model: 'gpt-99' })).toBeNull()
  expect(most({ input: 'x' }, { kind: 'moderations', endpoint: 'POST /moderations', model: null })).toBe('0')
  for (const endpoint of ['GET /models', 'DELETE /files/{id}', 'POST /files', 'POST /uploads/{id}/parts']) {
    expect(most('', { kind: null, endpoint, body: null, model: null })).toBe('0')
  }
  for (const endpoint of ['POST /batches', 'POST /fine_tuning/jobs', 'POST /videos', 'PUT /nobody/knows']) {
    expect(most('', { kind: null, endpoint, body: null, model: null })).toBeNull()
  }
})

test('tools that OpenAI runs are paid beside the tokens, and one without a price is not known', () => {
  const plain = { model: 'gpt-4.1', input: 'x', max_output_tokens: 10 }
  const rest = { endpoint: 'POST /responses', model: 'gpt-4.1' }
  const search = number(most({ ...plain, tools: [{ type: 'web_search' }], max_tool_calls: 5 }, rest))
  expect(search).toBeGreaterThan(number(most({ ...plain, previous_response_id: 'r' }, rest)) + 0.05)
  expect(most({ ...plain, tools: [{ type: 'image_generation' }] }, rest)).toBeNull()
  expect(number(most({ ...plain, tools: [{ type: 'function', name: 'f' }] }, rest))).toBeLessThan(0.01)
})

test('a body that is nested a hundred thousand deep is measured', () => {
  const deep = `{"model":"gpt-4o","max_tokens":1,"messages":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  expect(number(most(deep))).toBeGreaterThan(0)
})
