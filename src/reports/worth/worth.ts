import {
  changeRatio,
  compareDecimals,
  isPositive,
  scaleDecimal,
  shareOf,
  subtractDecimals,
} from '../../platform/money.ts'
import { asMoney, asUsd } from '../figures.ts'
import type { ComparedNumber, Explained, OutcomeSum } from '../value/api.ts'
import type { ComparedMoney, Lack } from './api.ts'

/** Exact sums of what was recorded: no row at all is unknown and not zero. */
export type OutcomeFigures = { attempts: number; successes: number; feedbackSum: string; feedbackCount: number }

/** A cost and what it bought, in one span and in the one before. */
export type Bought = { cost: string | null; successes: number | null }

/** Null: a side of it is unknown, or nothing succeeded: no price of a success can be told then. */
export function costPerSuccess({ cost, successes }: Bought): string | null {
  return cost === null || successes === null ? null : scaleDecimal(cost, '1', String(successes))
}

export function successesPerDollar({ cost, successes }: Bought): string | null {
  if (cost === null || successes === null || !isPositive(cost)) return null
  return scaleDecimal(String(successes), '1', cost)
}

/** `isWhole`: both spans were read, and outcomes recorded, from beginning to end. Else the change would be one of the record. */
export function comparedCost(now: Bought, before: Bought, isWhole: boolean): ComparedMoney {
  const [one, other] = [costPerSuccess(now), costPerSuccess(before)]
  return { now: asMoney(one), previous: asMoney(other), change: change(other, one, isWhole) }
}

export function comparedYield(now: Bought, before: Bought, isWhole: boolean): ComparedNumber {
  const [one, other] = [successesPerDollar(now), successesPerDollar(before)]
  return { now: one, previous: other, change: change(other, one, isWhole) }
}

function change(before: string | null, now: string | null, isWhole: boolean): number | null {
  return isWhole && before !== null && now !== null ? changeRatio(before, now) : null
}

export function outcomeSum(figures: OutcomeFigures | null): OutcomeSum | null {
  if (figures === null) return null
  const { attempts, successes, feedbackSum, feedbackCount } = figures
  return {
    attempts,
    successes,
    rate: shareOf(String(successes), String(attempts)),
    feedback: shareOf(feedbackSum, String(feedbackCount)),
    feedbackCount,
  }
}

/**
 * How much of the spend recorded calls account for. While a day has not been read the share would only look high, and
 * without a connected Project ID the spend is the calls themselves: neither is a share.
 */
export function explained(given: {
  metered: string | null
  spend: string | null
  isRead: boolean
  isBound: boolean
}): Explained {
  const { metered, spend, isRead, isBound } = given
  const amounts = { metered: asMoney(metered), spend: asMoney(spend) }
  if (!isBound) return { state: 'calls-only', ...amounts, share: null, rest: null }
  if (!isRead || spend === null) return { state: 'checking', ...amounts, share: null, rest: null }
  if (!isPositive(spend)) return { state: 'nothing-spent', ...amounts, share: null, rest: null }
  const rest = subtractDecimals(spend, metered ?? '0')
  return {
    state: 'known',
    ...amounts,
    share: shareOf(metered ?? '0', spend),
    rest: asUsd(isPositive(rest) ? rest : '0'),
  }
}

const LEAST_SPEND = '1'
const LEAST_ATTEMPTS = 5

/** A ranking names only projects of which enough is known (a dollar and five attempts in the week). */
export function lackOf({ spend, attempts }: { spend: string | null; attempts: number | null }): Lack | null {
  if (spend === null) return 'no-spend'
  if (attempts === null) return 'no-outcomes'
  if (attempts < LEAST_ATTEMPTS) return 'few-attempts'
  return compareDecimals(spend, LEAST_SPEND) < 0 ? 'little-spend' : null
}
