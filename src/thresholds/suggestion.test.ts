import { expect, test } from 'vitest'
import { addDays } from '../platform/cost-day.ts'
import { suggestLimit } from './suggestion.ts'

const TODAY = '2026-11-25'
/** The amount of so many days before today, the newest first. */
const days = (amounts: (string | null)[]) =>
  new Map(amounts.flatMap((amount, back) => (amount === null ? [] : [[addDays(TODAY, -1 - back), amount] as const])))

test('twice the usual day, rounded up kindly; one bad day does not move it', () => {
  const amounts = [...Array.from({ length: 13 }, () => '50.12'), '4000']
  expect(suggestLimit('day', days(amounts), TODAY)).toEqual({ usual: '50.12', limit: '110' })
})

test('nothing with fewer than seven known days, and nothing where nothing is spent', () => {
  expect(suggestLimit('day', days(['1', '1', '1', null, null, '1', '1', '1']), TODAY)).toBeNull()
  expect(suggestLimit('day', days(['0', '0', '0', '0', '0', '1', '1']), TODAY)).toBeNull()
})

test('days before the last four weeks do not count', () => {
  const old = [...Array.from({ length: 28 }, () => null), ...Array.from({ length: 20 }, () => '9')]
  expect(suggestLimit('day', days(old), TODAY)).toBeNull()
})

test('a usual week is the middle of the whole weeks that are known; none is no suggestion', () => {
  const month = days(Array.from({ length: 31 }, (_day, back) => (back === 20 ? null : '10')))
  expect(suggestLimit('week', month, TODAY)).toEqual({ usual: '70', limit: '140' })
  expect(suggestLimit('week', days(['1', '1', '1', '1', '1', '1', '1']), TODAY)).toBeNull()
})

test('a tiny spend still gets a limit that is no noise', () => {
  expect(suggestLimit('day', days(Array.from({ length: 8 }, () => '0.0123')), TODAY)?.limit).toBe('1')
})
