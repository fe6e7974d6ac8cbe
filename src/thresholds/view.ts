import type { Money } from '../platform/http/schemas.ts'
import { addDecimals, compareDecimals, multiplyDecimals, shareOf, subtractDecimals, ZERO } from '../platform/money.ts'
import type { Threshold } from './api.ts'
import { isReached } from './evaluate.ts'
import { endOfPeriod } from './periods.ts'
import type { ThresholdView } from './store/views.ts'
import { noDataSentences } from './words.ko.ts'

export function thresholdOf(row: ThresholdView): Threshold {
  const { noDataSince, noDataCause } = row
  return {
    id: row.id,
    projectId: row.projectId,
    projectName: row.projectName,
    period: row.period,
    limit: usd(row.limit),
    limitInForce: usd(row.inForce),
    levels: [...row.levels],
    onNoData: row.onNoData,
    hard: row.hard,
    room: row.hard ? roomOf(row) : null,
    state: row.state,
    stateSince: row.stateSince.toISOString(),
    pausedUntil: row.state === 'paused' ? instant(row.pausedUntil) : null,
    noData:
      noDataSince && noDataCause
        ? { cause: noDataCause, since: noDataSince.toISOString(), detail: noDataSentences[noDataCause] }
        : null,
    raise: raiseOf(row),
    breach: breachOf(row),
    phase: phaseOf(row),
  }
}

export function phaseOf(row: ThresholdView): Threshold['phase'] {
  const { spend, inForce, period, periodStart } = row
  const left = spend === null ? null : subtractDecimals(inForce, spend)
  const next = row.levels.find(({ percent }) => !isReached(spend, inForce, percent))
  return {
    periodStart,
    resetsAt: endOfPeriod(period, periodStart).toISOString(),
    spent: spend === null ? null : usd(spend),
    left: left === null ? null : usd(compareDecimals(left, ZERO) < 0 ? ZERO : left),
    ratio: spend === null ? null : ratioOf(spend, inForce),
    next: next ? { ...next, amount: usd(amountOf(inForce, next.percent)) } : null,
    unpriced: row.unpriced,
    readAt: instant(row.readAt),
  }
}

/** What nobody has read yet is not spent as far as the gateway knows. */
function roomOf({ spend, inForce, reserved }: ThresholdView): NonNullable<Threshold['room']> {
  const left = subtractDecimals(inForce, addDecimals(spend ?? ZERO, reserved))
  return { reserved: usd(reserved), left: usd(compareDecimals(left, ZERO) < 0 ? ZERO : left) }
}

/** Four decimals, of which none may round a spend below its limit up to it. */
function ratioOf(spend: string, limit: string): number | null {
  const ratio = shareOf(spend, limit)
  return ratio !== null && ratio >= 1 && !isReached(spend, limit, 100) ? 0.9999 : ratio
}

export function amountOf(limit: string, percent: number): string {
  return multiplyDecimals(multiplyDecimals(limit, String(percent)), '0.01')
}

export function usd(amount: string): Money {
  return { amount, currency: 'USD' }
}

function raiseOf({ raisedLimit, raiseReason, raisedAt, raisedBy }: ThresholdView): Threshold['raise'] {
  if (raisedLimit === null || !raisedAt) return null
  return {
    limit: usd(raisedLimit),
    reason: raiseReason ?? '',
    raisedAt: raisedAt.toISOString(),
    raisedBy: raisedBy ?? '',
  }
}

function breachOf({ breachId, highest, openedAt, acknowledgedAt, acknowledgedName }: ThresholdView) {
  if (breachId === null || !openedAt) return null
  return {
    id: breachId,
    highest: highest ?? 0,
    openedAt: openedAt.toISOString(),
    acknowledgedAt: instant(acknowledgedAt),
    acknowledgedBy: acknowledgedName,
  }
}

function instant(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
