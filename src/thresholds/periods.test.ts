import { expect, test } from 'vitest'
import { endOfPeriod, periodsOf, startOfPeriod } from './periods.ts'

test('a week begins on Monday 00:00 UTC', () => {
  expect(startOfPeriod('week', '2026-11-22')).toBe('2026-11-16')
  expect(startOfPeriod('week', '2026-11-23')).toBe('2026-11-23')
  expect(startOfPeriod('week', '1970-01-01')).toBe('1969-12-29')
  expect(endOfPeriod('week', '2026-11-16').toISOString()).toBe('2026-11-23T00:00:00.000Z')
})

test('a day ends with the last millisecond of its UTC date', () => {
  const before = periodsOf(['2026-11-22'], new Date('2026-11-22T23:59:59.999Z'))
  expect(before.map(({ period, start, last }) => [period, start, last])).toEqual([
    ['day', '2026-11-22', '2026-11-22'],
    ['week', '2026-11-16', '2026-11-22'],
  ])
  expect(endOfPeriod('day', '2026-11-22').toISOString()).toBe('2026-11-23T00:00:00.000Z')
})

test('days of the future and of long ago are not judged', () => {
  const at = new Date('2026-11-22T12:00:00Z')
  expect(periodsOf(['2026-11-23', '2026-11-07', '2020-01-01'], at)).toEqual([])
  expect(periodsOf(['2026-11-08'], at)).toHaveLength(2)
})

test('without days, the last two weeks are meant', () => {
  const spans = periodsOf(null, new Date('2026-11-22T12:00:00Z'))
  expect(spans.filter(({ period }) => period === 'day')).toHaveLength(15)
  expect(spans.filter(({ period }) => period === 'week').map(({ start }) => start)).toEqual([
    '2026-11-02',
    '2026-11-09',
    '2026-11-16',
  ])
})
