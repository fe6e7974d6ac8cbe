import { expect, test } from 'vitest'
import type { ListPrice, PricedModel } from '../../src/pricing/api.ts'
import { findModels, rowsOf } from './price-rows.ts'

const line = (validFrom: string | null, tier: ListPrice['tier'] = 'standard'): ListPrice => ({
  tier,
  validFrom,
  source: { title: 'OpenAI', url: 'https://example.com', readOn: '2026-01-24' },
  prices: [],
  longContext: null,
})
const model = (name: string, lines: ListPrice[], names = [name]): PricedModel => ({
  model: name,
  names,
  note: null,
  usedRecently: false,
  lines,
  own: [],
})

test('of several prices of one tier the newest that has begun holds', () => {
  const lines = [line(null), line('2026-07-30'), line('2026-12-01'), line(null, 'batch')]
  expect(rowsOf([model('m', lines)], '2026-11-23').map(({ state }) => state)).toEqual(['past', 'now', 'coming', 'now'])
})

test('a model is found by any of its names, in any case', () => {
  const models = [model('gpt-4o', [], ['gpt-4o', 'gpt-4o-2024-08-06']), model('o3', [])]
  expect(findModels(models, ' 2024-08 ').map((found) => found.model)).toEqual(['gpt-4o'])
  expect(findModels(models, 'GPT').map((found) => found.model)).toEqual(['gpt-4o'])
})
