import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type CostDay, countDays, isCostDay } from '../platform/cost-day.ts'
import { earliestDay, spansAt, TREND_DAYS } from './spans.ts'

const month = (today: CostDay) => {
  const { span, previous } = spansAt(today).thisMonth
  return `${span.from}…${span.to} against ${previous.from}…${previous.to}`
}

describe('this month is compared with the month before up to the same day', () => {
  const cases: Record<CostDay, string> = {
    '2026-11-23': '2026-11-01…2026-11-22 against 2026-10-01…2026-10-22',
    '2026-11-02': '2026-11-01…2026-11-01 against 2026-10-01…2026-10-01',
    '2026-01-15': '2026-01-01…2026-01-14 against 2025-12-01…2025-12-14',
    '2026-03-30': '2026-03-01…2026-03-29 against 2026-02-01…2026-02-28',
    '2024-03-30': '2024-03-01…2024-03-29 against 2024-02-01…2024-02-29',
    '2026-03-31': '2026-03-01…2026-03-30 against 2026-02-01…2026-02-28',
    '2026-12-31': '2026-12-01…2026-12-30 against 2026-11-01…2026-11-30',
    '2024-02-29': '2024-02-01…2024-02-28 against 2024-01-01…2024-01-28',
  }
  for (const [today, expected] of Object.entries(cases)) test(today, () => expect(month(today)).toBe(expected))
})

describe('on the first of a month there is only today', () => {
  const cases: Record<CostDay, string> = {
    '2026-12-01': '2026-12-01…2026-12-01 against 2026-11-01…2026-11-01',
    '2027-01-01': '2027-01-01…2027-01-01 against 2026-12-01…2026-12-01',
    '2026-03-01': '2026-03-01…2026-03-01 against 2026-02-01…2026-02-01',
  }
  for (const [today, expected] of Object.entries(cases)) test(today, () => expect(month(today)).toBe(expected))
})

test('yesterday is compared with the same weekday, seven days with the seven before, over the turn of a year', () => {
  const { yesterday, last7Days } = spansAt('2027-01-03')
  expect(yesterday).toEqual({
    span: { from: '2027-01-02', to: '2027-01-02' },
    previous: { from: '2026-12-26', to: '2026-12-26' },
  })
  expect(last7Days).toEqual({
    span: { from: '2026-12-27', to: '2027-01-02' },
    previous: { from: '2026-12-20', to: '2026-12-26' },
  })
})

test('on every day of sixty years the spans are real days, never reach into the future, and follow each other', () => {
  const someDay = fc.integer({ min: 0, max: 22_000 }).map((offset) => addDays('1999-12-31', offset))
  fc.assert(
    fc.property(someDay, (today) => {
      for (const [name, { span, previous }] of Object.entries(spansAt(today))) {
        for (const day of [span.from, span.to, previous.from, previous.to]) expect(isCostDay(day)).toBe(true)
        expect(span.from <= span.to && previous.from <= previous.to).toBe(true)
        expect(previous.to < span.from).toBe(true)
        const isFirstOfMonth = name === 'thisMonth' && today.endsWith('-01')
        expect(span.to).toBe(isFirstOfMonth ? today : addDays(today, -1))
        const [length, before] = [countDays(span.from, span.to), countDays(previous.from, previous.to)]
        if (name === 'thisMonth') expect(length - before).toBeLessThanOrEqual(3)
        else expect(length).toBe(before)
        expect(earliestDay(today, TREND_DAYS) <= previous.from).toBe(true)
      }
      expect(earliestDay(today, 90) <= addDays(today, -89)).toBe(true)
    }),
    { numRuns: 500 },
  )
})
