import { addDays, type CostDay, daysBetween } from '../platform/cost-day.ts'
import type { Basis } from '../platform/http/schemas.ts'
import { addDecimals, changeRatio, type Money } from '../platform/money.ts'
import type { DaySpend, Period } from './api.ts'

export const DISPLAY_CURRENCY = 'USD'

/** What the readings of one day are worth, over all organizations that concern the viewer. */
export type DayReading = { basis: Basis; isComplete: boolean }

/** Amounts by day and currency, and beside them which days were read at all: unknown is not zero. */
export type Figures = {
  amounts: ReadonlyMap<CostDay, Readonly<Record<string, string>>>
  readings: ReadonlyMap<CostDay, DayReading>
}

const UNREAD: DayReading = { basis: 'unknown', isComplete: false }
const TRUST: readonly Basis[] = ['settled', 'provisional', 'estimated', 'unknown']

export function daySpend(figures: Figures, day: CostDay): DaySpend {
  const { basis } = figures.readings.get(day) ?? UNREAD
  if (basis === 'unknown') return { day, amount: null, basis }
  return { day, amount: figures.amounts.get(day)?.[DISPLAY_CURRENCY] ?? '0', basis }
}

/** A day that the viewer may not see is as unknown to them as one that was not read; null: all may be seen. */
export function seenOnly(
  readings: Figures['readings'],
  seen: ReadonlySet<CostDay> | null | undefined,
): Figures['readings'] {
  return seen ? new Map([...readings].filter(([day]) => seen.has(day))) : readings
}

export function trendOf(figures: Figures, from: CostDay, to: CostDay): DaySpend[] {
  return daysBetween(from, to).map((day) => daySpend(figures, day))
}

export type Span = { from: CostDay; to: CostDay }

/** The span of equal length that ends the day before. */
export function spanBefore(span: Span): Span {
  const days = daysBetween(span.from, span.to).length
  return { from: addDays(span.from, -days), to: addDays(span.from, -1) }
}

/** Compares only where both spans were read in full and are over: half a week, or half a day, against a whole says nothing. */
export function periodOf(figures: Figures, span: Span, previous: Span): Period {
  const now = sumSpan(figures, span)
  const before = sumSpan(figures, previous)
  const isWhole = now.missingDays + before.missingDays === 0 && now.basis !== 'estimated'
  return {
    ...span,
    amount: asMoney(now.amount),
    otherCurrencies: now.otherCurrencies,
    basis: now.basis,
    previous: asMoney(before.amount),
    previousFrom: previous.from,
    previousTo: previous.to,
    change: isWhole && now.amount !== null && before.amount !== null ? changeRatio(before.amount, now.amount) : null,
    missingDays: now.missingDays,
  }
}

function sumSpan(figures: Figures, span: Span) {
  const totals: Record<string, string> = {}
  let basis: Basis | null = null
  let missingDays = 0
  for (const day of daysBetween(span.from, span.to)) {
    const reading = figures.readings.get(day) ?? UNREAD
    if (!reading.isComplete) missingDays += 1
    if (reading.basis === 'unknown') continue
    basis = basis === null ? reading.basis : lessTrusted(basis, reading.basis)
    for (const [currency, amount] of Object.entries(figures.amounts.get(day) ?? {})) {
      totals[currency] = addDecimals(totals[currency] ?? '0', amount)
    }
  }
  const amount = basis === null ? null : (totals[DISPLAY_CURRENCY] ?? '0')
  return { amount, basis: basis ?? ('unknown' as const), missingDays, otherCurrencies: otherCurrencies(totals) }
}

export function otherCurrencies(totals: Readonly<Record<string, string>>): Money[] {
  return Object.entries(totals)
    .filter(([currency, amount]) => currency !== DISPLAY_CURRENCY && amount !== '0')
    .map(([currency, amount]) => ({ amount, currency }))
    .toSorted((left, right) => left.currency.localeCompare(right.currency))
}

export function asMoney(amount: string | null): Money | null {
  return amount === null ? null : asUsd(amount)
}

export function asUsd(amount: string): Money {
  return { amount, currency: DISPLAY_CURRENCY }
}

function lessTrusted(left: Basis, right: Basis): Basis {
  return TRUST.indexOf(left) > TRUST.indexOf(right) ? left : right
}
