import { addDays, costDayOf } from '../../platform/cost-day.ts'
import { addDecimals, compareDecimals, shareOf, subtractDecimals } from '../../platform/money.ts'
import type { Home } from '../api.ts'
import { asMoney, DISPLAY_CURRENCY, type Span, trendOf } from '../figures.ts'
import { freshness } from '../freshness.ts'
import type { ReportsDeps } from '../reports.ts'
import { type UnboundRow, unboundDays } from '../store/bill.ts'
import { readingsOf } from '../store/readings.ts'
import { type Amounts, byDay, type TeamRow } from '../store/spend.ts'
import type { Unattributed } from './api.ts'

/** What the workspace spent beyond all teams: never dropped, never spread. */
export function unattributedOf(total: Amounts, teams: readonly TeamRow[], span: Span): Home['unattributed'] {
  const within = (day: string) => day >= span.from && day <= span.to
  const whole = sum([...total].filter(([day]) => within(day)).map(([, amounts]) => amounts[DISPLAY_CURRENCY] ?? '0'))
  const owned = teams.filter((row) => within(row.day) && row.currency === DISPLAY_CURRENCY).map((row) => row.amount)
  const rest = subtractDecimals(whole, sum(owned))
  return { amount: asMoney(rest), share: shareOf(rest, whole) }
}

export async function unattributedPage(deps: ReportsDeps, days: number): Promise<Unattributed> {
  const today = costDayOf(deps.clock.now())
  const from = addDays(today, 1 - days)
  const rows = await unboundDays(deps.db, from, today)
  const readings = await readingsOf(deps.db, { teamIds: null }, { from, to: today, today })
  const currencies = Map.groupBy(rows, (row) => row.currency)
  return {
    days,
    freshness: await freshness(deps, { teamIds: null }, today),
    total: [...currencies].map(([currency, own]) => ({ currency, amount: sum(own.map((row) => row.amount)) })),
    scopes: scopesOf(rows),
    trend: trendOf({ amounts: byDay(rows), readings }, from, today),
  }
}

function scopesOf(rows: readonly UnboundRow[]): Unattributed['scopes'] {
  const groups = Map.groupBy(rows, (row) => `${row.organizationId} ${row.externalId ?? ''} ${row.currency}`)
  return [...groups.values()]
    .flatMap((own) => {
      const [first] = own
      if (!first) return []
      const { organizationId, externalId, name, archived, currency } = first
      const amount = { currency, amount: sum(own.map((row) => row.amount)) }
      const lastDay = own.reduce((last, row) => (row.day > last ? row.day : last), first.day)
      return [{ organizationId, externalId, name, archived, amount, lastDay }]
    })
    .toSorted((left, right) => compareDecimals(right.amount.amount, left.amount.amount))
}

function sum(amounts: readonly string[]): string {
  return addDecimals('0', ...amounts)
}
