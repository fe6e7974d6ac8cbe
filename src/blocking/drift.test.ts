import { expect, test } from 'vitest'
import { driftBetween, withoutOurs } from './drift.ts'

const row = (model: string, requests: number) => ({
  id: `rl-${model}`,
  model,
  figures: { max_requests_per_1_minute: requests },
})
const key = (id: string) => ({ id, name: 'production', redacted: `sk-…${id}` })
const before = { spendLimitCents: 50_000, rateLimits: [row('gpt-4o', 10_000), row('gpt-5', 500)], apiKeys: [key('a')] }

test('what somebody changed is told with both values; a new model and a lost answer are no change', () => {
  const after = {
    spendLimitCents: null,
    rateLimits: [row('gpt-4o', 20), row('gpt-5', 500), row('gpt-6', 900)],
    apiKeys: [key('b')],
  }
  expect(driftBetween(before, after)).toEqual([
    { item: 'spend-limit', field: 'threshold_amount', label: '월 지출 한도', before: '$500.00', after: null },
    { item: 'rl-gpt-4o', field: 'max_requests_per_1_minute', label: 'gpt-4o', before: '10000', after: '20' },
    { item: 'a', field: 'api-key', label: 'API 키 production sk-…a', before: '있음', after: null },
    { item: 'b', field: 'api-key', label: 'API 키 production sk-…b', before: null, after: '있음' },
  ])
  expect(driftBetween(before, { ...before, apiKeys: null })).toEqual([])
})

test('a block of ours is not seen in it, and what somebody changes meanwhile is', () => {
  const plain = { month: null, rewrites: 0, refusal: null, isConfirmed: true }
  const field = 'max_requests_per_1_minute'
  const holds = [
    { ...plain, id: 1, item: 'spend-limit', field: 'threshold_amount', model: null, original: 50_000, written: [1] },
    { ...plain, id: 2, item: 'rl-gpt-4o', field, model: 'gpt-4o', original: 10_000, written: [0] },
    { ...plain, id: 3, item: 'rl-gpt-5', field, model: 'gpt-5', original: 500, written: [0] },
  ]
  const seen = { spendLimitCents: 1, rateLimits: [row('gpt-4o', 0), row('gpt-5', 9)], apiKeys: [key('a')] }
  expect(driftBetween(before, withoutOurs(seen, holds))).toEqual([
    { item: 'rl-gpt-5', field, label: 'gpt-5', before: '500', after: '9' },
  ])
})
