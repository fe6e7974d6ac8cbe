import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type CostDay, daysBetween } from '../platform/cost-day.ts'
import type { Basis } from '../platform/http/schemas.ts'
import { addDecimals } from '../platform/money.ts'
import { type DayReading, daySpend, type Figures, periodOf, spanBefore, trendOf } from './figures.ts'

const WEEK = { from: '2026-11-16', to: '2026-11-22' }
const BEFORE = spanBefore(WEEK)

type Told = { amount?: string | Record<string, string>; basis?: Basis; isComplete?: boolean }

function figures(told: Record<CostDay, Told>): Figures {
  const amounts = new Map<CostDay, Record<string, string>>()
  const readings = new Map<CostDay, DayReading>()
  for (const [day, { amount, basis = 'settled', isComplete = true }] of Object.entries(told)) {
    if (amount !== undefined) amounts.set(day, typeof amount === 'string' ? { USD: amount } : amount)
    readings.set(day, { basis, isComplete })
  }
  return { amounts, readings }
}

const everyDay = (from: CostDay, to: CostDay, told: Told) =>
  Object.fromEntries(daysBetween(from, to).map((day) => [day, told]))

describe('unknown is not zero', () => {
  test('a day that was never read has no amount, even where an amount lies around', () => {
    const unread: Figures = { amounts: new Map([['2026-11-22', { USD: '5' }]]), readings: new Map() }
    expect(daySpend(unread, '2026-11-22')).toEqual({ day: '2026-11-22', amount: null, basis: 'unknown' })
  })
  test('a day that was read and cost nothing is zero', () => {
    expect(daySpend(figures({ '2026-11-22': {} }), '2026-11-22')).toEqual({
      day: '2026-11-22',
      amount: '0',
      basis: 'settled',
    })
  })
  test('a span without any reading has no amount, no change, and says how many days are missing', () => {
    expect(periodOf(figures({}), WEEK, BEFORE)).toMatchObject({
      amount: null,
      previous: null,
      change: null,
      basis: 'unknown',
      missingDays: 7,
    })
  })
  test('a trend has every day, the unread ones without an amount', () => {
    const trend = trendOf(figures({ '2026-11-20': { amount: '1' }, '2026-11-22': {} }), '2026-11-19', '2026-11-22')
    expect(trend.map(({ amount }) => amount)).toEqual([null, '1', null, '0'])
  })
})

describe('a span is compared only where both were read in full', () => {
  const whole = {
    ...everyDay(BEFORE.from, BEFORE.to, { amount: '10' }),
    ...everyDay(WEEK.from, WEEK.to, { amount: '11' }),
  }
  test('two full weeks are', () => {
    expect(periodOf(figures(whole), WEEK, BEFORE)).toMatchObject({
      amount: { amount: '77', currency: 'USD' },
      previous: { amount: '70', currency: 'USD' },
      change: 0.1,
      missingDays: 0,
    })
  })
  test('a day without a reading in either of them forbids it, and both sums stay to be seen', () => {
    for (const missing of ['2026-11-10', '2026-11-20']) {
      const { [missing]: _gone, ...rest } = whole
      const period = periodOf(figures(rest), WEEK, BEFORE)
      expect(period.change).toBeNull()
      expect(period.amount).not.toBeNull()
      expect(period.missingDays).toBe(missing >= WEEK.from ? 1 : 0)
    }
  })
  test('a day that one of several organizations has not answered forbids it as well', () => {
    const part = { ...whole, '2026-11-20': { amount: '3', isComplete: false } }
    expect(periodOf(figures(part), WEEK, BEFORE)).toMatchObject({ change: null, missingDays: 1 })
  })
  test('a day that is not over yet is not compared with a whole one', () => {
    const first = { from: '2026-12-01', to: '2026-12-01' }
    const told = { '2026-12-01': { amount: '2', basis: 'estimated' as const }, '2026-11-01': { amount: '10' } }
    const period = periodOf(figures(told), first, { from: '2026-11-01', to: '2026-11-01' })
    expect(period).toMatchObject({
      amount: { amount: '2' },
      previous: { amount: '10' },
      change: null,
      basis: 'estimated',
    })
  })
  test('a previous span of nothing, or of credits, gives no ratio', () => {
    for (const amount of ['0', '-5']) {
      const told = { ...everyDay(BEFORE.from, BEFORE.to, { amount }), ...everyDay(WEEK.from, WEEK.to, { amount: '1' }) }
      expect(periodOf(figures(told), WEEK, BEFORE).change).toBeNull()
    }
  })
})

test('a span is as sure as its least sure day', () => {
  const told = (basis: Basis) =>
    figures({ ...everyDay(WEEK.from, WEEK.to, { amount: '1' }), '2026-11-20': { amount: '1', basis } })
  expect(periodOf(told('settled'), WEEK, BEFORE).basis).toBe('settled')
  expect(periodOf(told('provisional'), WEEK, BEFORE).basis).toBe('provisional')
  expect(periodOf(told('estimated'), WEEK, BEFORE).basis).toBe('estimated')
})

test('other currencies stand beside the sum and are never added to it', () => {
  const amount = { USD: '1', KRW: '1200', EUR: '0', JPY: '-3' }
  const period = periodOf(figures({ '2026-11-22': { amount } }), WEEK, BEFORE)
  expect(period.amount).toEqual({ amount: '1', currency: 'USD' })
  expect(period.otherCurrencies).toEqual([
    { amount: '-3', currency: 'JPY' },
    { amount: '1200', currency: 'KRW' },
  ])
})

test('the sum of a span is exact, whatever its days cost', () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(20))
    .map(([units, scale]) => addDecimals(`${units}e-${scale}`))
  fc.assert(
    fc.property(fc.array(decimal, { minLength: 7, maxLength: 7 }), (amounts) => {
      const told = Object.fromEntries(amounts.map((amount, place) => [addDays(WEEK.from, place), { amount }]))
      expect(periodOf(figures(told), WEEK, BEFORE).amount?.amount).toBe(addDecimals('0', ...amounts))
    }),
  )
})
