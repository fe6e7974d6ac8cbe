import { expect, test } from 'vitest'
import { ceilingIn } from './ceiling.ts'

test.each([
  ['Cannot set max_requests_per_1_minute to 10000: it exceeds the organization rate limit of 8000.', 10_000, 8_000],
  ['The organization limit for max_tokens_per_1_minute is 1,500,000 (requested 2,000,000).', 2_000_000, 1_500_000],
  ['batch_1_day_max_input_tokens exceeds the organization limit', 100, null],
  ['Rate limit exceeded for gpt-4o-2024-08-06', 5_000, null],
  ['limit 0', 5_000, null],
])('%s', (text, asked, ceiling) => {
  expect(ceilingIn(text, asked)).toBe(ceiling)
})
