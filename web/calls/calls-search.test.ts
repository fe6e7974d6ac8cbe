import { expect, test } from 'vitest'
import { isFiltered, readCallsSearch, spanOf } from './calls-search.ts'

test('what is not a filter is dropped, and an empty text is one', () => {
  const given = { period: 30, task: '', model: 'gpt-4o', user: 7, result: 'great', source: 'sdk', priced: 'no', x: 1 }
  expect(readCallsSearch(given)).toEqual({
    period: '30',
    task: '',
    model: 'gpt-4o',
    user: '7',
    source: 'sdk',
    priced: 'no',
  })
  expect(readCallsSearch({ period: '7', trace: '', from: 'yesterday', key: '' })).toEqual({})
})

test('the period alone is no filter', () => {
  expect(isFiltered({ period: 'all', from: '2026-11-01' })).toBe(false)
  expect(isFiltered({ task: '' })).toBe(true)
})

test('periods end with the running day; typed days win', () => {
  const today = '2026-11-26'
  expect(spanOf({}, today)).toEqual({ from: '2026-11-20', to: today })
  expect(spanOf({ period: 'today' }, today)).toEqual({ from: today, to: today })
  expect(spanOf({ period: 'all' }, today)).toEqual({})
  expect(spanOf({ period: '30', from: '2026-11-01' }, today)).toEqual({ from: '2026-11-01' })
})
