import { expect, test } from 'vitest'
import { readCompareSearch, sortedBy, standingOf } from './compare-search.ts'

test('what is usual is not written, what is unknown is dropped', () => {
  expect(readCompareSearch({ sort: 'costPerSuccess', order: 'asc', teamId: '' })).toEqual({})
  expect(readCompareSearch({ sort: 'toString', order: 'up' })).toEqual({})
  expect(readCompareSearch({ sort: 'spend', order: 'asc', teamId: 't' })).toEqual({
    sort: 'spend',
    order: 'asc',
    teamId: 't',
  })
})

test('a second press on a column turns it round, a third turns it back', () => {
  const once = sortedBy({}, 'spend')
  expect(once).toEqual({ sort: 'spend' })
  expect(standingOf(sortedBy(once, 'spend'))).toEqual({ sort: 'spend', order: 'asc' })
  expect(sortedBy(sortedBy(once, 'spend'), 'spend')).toEqual(once)
  expect(sortedBy(once, 'costPerSuccess')).toEqual({})
})
