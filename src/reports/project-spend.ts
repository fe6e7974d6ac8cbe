import { actionSentence } from '../actions/index.ts'
import { addDays, costDayOf, daysBetween } from '../platform/cost-day.ts'
import { addDecimals, shareOf } from '../platform/money.ts'
import type { Mark, ProjectSpend, Restatement } from './api.ts'
import { asMoney, DISPLAY_CURRENCY, otherCurrencies, seenOnly, trendOf } from './figures.ts'
import { freshness } from './freshness.ts'
import { limitUse } from './limits.ts'
import type { ReportsDeps } from './reports.ts'
import { earliestDay, periodsOf, spansAt } from './spans.ts'
import { spendState } from './state.ts'
import { type LineItemRow, lineItemsOf, type RestatementRow, restatementsOf } from './store/bill.ts'
import { alarmsOf, limitUses } from './store/limits.ts'
import { type MarkRow, marksOf } from './store/marks.ts'
import type { ProjectHead } from './store/projects.ts'
import { readingsOf } from './store/readings.ts'
import { seenDays } from './store/seen-days.ts'
import { type Amounts, projectAmounts } from './store/spend.ts'
import { todayOf, usualDay } from './today.ts'
import { unpricedOf } from './unpriced.ts'

/** `teamIds: null` sees all of it; anybody else the days on which the project was in one of these teams. */
export async function projectSpendOf(
  deps: ReportsDeps,
  teamIds: readonly string[] | null,
  project: ProjectHead,
  days: number,
): Promise<ProjectSpend> {
  const { db } = deps
  const today = costDayOf(deps.clock.now())
  const trendFrom = addDays(today, 1 - days)
  const before = { from: addDays(trendFrom, -days), to: addDays(trendFrom, -1) }
  const from = [earliestDay(today, days), before.from].toSorted()[0] ?? before.from
  const reach = { teamIds: null, projectId: project.id }
  const readings = await readingsOf(db, reach, { from, to: today, today })
  const seen = await seenDays(db, teamIds, [project.id], { from, to: today })
  const figures = {
    amounts: await projectAmounts(db, teamIds, project.id, { from, to: today }),
    readings: seenOnly(readings, seen?.get(project.id)),
  }
  const lines = await lineItemsOf(db, teamIds, project.id, { from: trendFrom, to: today, previousFrom: before.from })
  const isComparable = daysBetween(before.from, before.to).every((day) => figures.readings.get(day)?.isComplete)
  const limits = (await limitUses(db, [project.id], today)).get(project.id) ?? []
  const alarms = await alarmsOf(db, [project.id], today)
  const read = await freshness(deps, reach, today)
  return {
    projectId: project.id,
    today: todayOf(figures, today, read),
    ...periodsOf(figures, spansAt(today)),
    usualDay: asMoney(usualDay(figures, addDays(today, -1))),
    trend: trendOf(figures, trendFrom, today),
    limits: limits.map(limitUse),
    marks: (await marksOf(db, teamIds, project, trendFrom)).map(mark),
    lineItems: lineItems(lines, isComparable),
    otherCurrencies: otherCurrencies(totals(figures.amounts, trendFrom)),
    restatements: (await restatementsOf(db, teamIds, project.id)).map(restatement),
    unpriced: await unpricedOf(db, { teamIds, projectId: project.id }, { from: trendFrom, to: today }),
    freshness: read,
    state: spendState({ ...project, alarm: alarms.get(project.id) ?? null, hasReading: readings.size > 0 }),
  }
}

/** A window that was not read in full is no measure for the one after it. */
function lineItems(rows: readonly LineItemRow[], isComparable: boolean): ProjectSpend['lineItems'] {
  const dollars = rows.filter((row) => row.currency === DISPLAY_CURRENCY).map((row) => row.amount)
  const whole = addDecimals('0', ...dollars)
  return rows.map(({ lineItem, currency, amount, previous }) => ({
    lineItem,
    amount: { amount, currency },
    share: currency === DISPLAY_CURRENCY ? shareOf(amount, whole) : null,
    previous: isComparable ? { amount: previous ?? '0', currency } : null,
  }))
}

function restatement(row: RestatementRow): Restatement {
  return {
    day: row.day,
    lineItem: row.lineItem,
    externalId: row.externalId,
    previous: row.previous === null ? null : { amount: row.previous, currency: row.currency },
    amount: { amount: row.amount, currency: row.currency },
    changedAt: row.changedAt.toISOString(),
  }
}

function mark(row: MarkRow): Mark {
  return { day: costDayOf(row.at), at: row.at.toISOString(), sentence: actionSentence(row.kind, row) }
}

function totals(amounts: Amounts, from: string): Record<string, string> {
  const sums: Record<string, string> = {}
  for (const [day, byCurrency] of amounts) {
    if (day < from) continue
    for (const [currency, amount] of Object.entries(byCurrency))
      sums[currency] = addDecimals(sums[currency] ?? '0', amount)
  }
  return sums
}
