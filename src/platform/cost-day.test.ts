import { expect, test } from 'vitest'
import { addDays, countDays, daysBetween, isCostDay, sameDayLastMonth } from './cost-day.ts'

test('only days that exist, and whose neighbours have four digits, are cost days', () => {
  for (const day of ['1970-01-01', '2024-02-29', '2026-11-23', '9998-12-31']) expect(isCostDay(day)).toBe(true)
  for (const day of ['2026-02-29', '2026-11-31', '2026-1-1', '0000-01-01', '1969-12-31', '9999-12-31', '', 'today']) {
    expect(isCostDay(day), day).toBe(false)
  }
})

test('the days between two days are all of them, at the very end of the calendar too', () => {
  expect(daysBetween('2024-02-28', '2024-03-01')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01'])
  expect(daysBetween('2026-12-31', '2027-01-01')).toEqual(['2026-12-31', '2027-01-01'])
  expect(daysBetween('2026-11-02', '2026-11-01')).toEqual([])
  expect(daysBetween('9999-12-31', '9999-12-31')).toEqual(['9999-12-31'])
})

test('adding days and counting them agree over leap days and years', () => {
  for (const days of [-366, -1, 0, 1, 28, 365, 1_100])
    expect(countDays('2024-02-28', addDays('2024-02-28', days))).toBe(days)
})

test('the same day of a shorter month before is its last day', () => {
  expect(sameDayLastMonth('2026-03-31')).toBe('2026-02-28')
  expect(sameDayLastMonth('2024-03-30')).toBe('2024-02-29')
  expect(sameDayLastMonth('2026-01-15')).toBe('2025-12-15')
  expect(sameDayLastMonth('2026-03-01')).toBe('2026-02-01')
})
