import { expect, test } from 'vitest'
import { addDays, type CostDay } from '../platform/cost-day.ts'
import type { DayReading, Figures } from './figures.ts'
import { todayOf, usualDay } from './today.ts'

const TODAY = '2026-11-23'
const FRESHNESS = {
  settledUntil: null,
  provisionalFrom: null,
  provisionalUntil: null,
  estimatedDay: TODAY,
  estimatedAt: '2026-11-23T04:57:00.000Z',
  lastCollectedAt: '2026-11-23T04:57:00.000Z',
  nextCollectionAt: null,
}

function figures(told: Record<CostDay, string | null>): Figures {
  const days = Object.entries(told)
  const reading = (day: CostDay): DayReading => ({ basis: day === TODAY ? 'estimated' : 'settled', isComplete: true })
  return {
    amounts: new Map(days.flatMap(([day, amount]) => (amount === null ? [] : [[day, { USD: amount }] as const]))),
    readings: new Map(days.map(([day]) => [day, reading(day)])),
  }
}

const mondays = (...amounts: string[]) =>
  Object.fromEntries(amounts.map((amount, week) => [addDays(TODAY, -7 * (week + 1)), amount]))

test('today stands against the median of the same weekday, with its basis and its age', () => {
  const today = todayOf(figures({ ...mondays('48', '52', '50', '900'), [TODAY]: '742.18' }), TODAY, FRESHNESS)
  expect(today).toEqual({
    day: TODAY,
    amount: { amount: '742.18', currency: 'USD' },
    basis: 'estimated',
    readAt: FRESHNESS.estimatedAt,
    usualDay: { amount: '51', currency: 'USD' },
    change: 13.5525,
    isPartial: false,
  })
})

test('a today that was not read is unknown, not zero, and compared with nothing', () => {
  expect(todayOf(figures(mondays('48', '52')), TODAY, FRESHNESS)).toMatchObject({
    amount: null,
    basis: 'unknown',
    readAt: null,
    change: null,
  })
})

test('one Monday is no habit: then all days of four weeks are the measure, and without any there is none', () => {
  expect(usualDay(figures({}), TODAY)).toBeNull()
  expect(usualDay(figures({ ...mondays('48'), '2026-11-20': '10', '2026-11-19': '12' }), TODAY)).toBe('12')
  expect(usualDay(figures({ ...mondays('48', '50'), '2026-11-20': '10' }), TODAY)).toBe('49')
})
