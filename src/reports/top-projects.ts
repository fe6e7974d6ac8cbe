import { addDays, type CostDay, daysBetween } from '../platform/cost-day.ts'
import type { Db } from '../platform/db/database.ts'
import type { TopProject } from './api.ts'
import { asMoney, type DayReading, DISPLAY_CURRENCY, seenOnly, trendOf } from './figures.ts'
import { fullest } from './limits.ts'
import { type Spans, TREND_DAYS } from './spans.ts'
import { spendState } from './state.ts'
import { alarmsOf, limitUses } from './store/limits.ts'
import { topProjects } from './store/projects.ts'
import { projectsReadOn } from './store/readings.ts'
import { seenDays } from './store/seen-days.ts'
import { projectTrends } from './store/spend.ts'
import { unpricedProjects } from './store/unpriced.ts'
import type { CompareRow } from './value/api.ts'
import { weekWorth } from './value/week-worth.ts'
import type { Worth } from './worth/api.ts'

const TOP_PROJECTS = 5

export async function topOf(
  db: Db,
  teamIds: readonly string[] | null,
  readings: ReadonlyMap<CostDay, DayReading>,
  spans: Spans,
  today: CostDay,
): Promise<TopProject[]> {
  const currency = DISPLAY_CURRENCY
  const rows = await topProjects(db, { teamIds, ...spans.last7Days.span, currency, limit: TOP_PROJECTS })
  const from = addDays(today, 1 - TREND_DAYS)
  const ids = rows.map((row) => row.projectId)
  const trends = await projectTrends(db, teamIds, ids, { from, to: today, currency })
  const readToday = await projectsReadOn(db, ids, today)
  const limits = await limitUses(db, ids, today)
  const alarms = await alarmsOf(db, ids, today)
  const unpriced = await unpricedProjects(db, ids, { from, to: today })
  const seen = await seenDays(db, teamIds, ids, { from, to: today })
  const worth = new Map((await weekWorth(db, today, { teamIds, projectIds: ids })).map((one) => [one.projectId, one]))
  const hasReading = readings.size > 0
  return rows.map(({ workingKeys, brokenKeys, last7Days, yesterday, ...row }) => {
    const own = seenOnly(readings, seen?.get(row.projectId))
    return {
      ...row,
      trend: trendOf({ amounts: trends.get(row.projectId) ?? new Map(), readings: own }, from, today),
      today:
        readToday.has(row.projectId) && own.has(today)
          ? asMoney(trends.get(row.projectId)?.get(today)?.[currency] ?? '0')
          : null,
      last7Days: weekOf(last7Days, own, spans),
      yesterday: own.has(spans.yesterday.span.to) ? asMoney(yesterday ?? '0') : null,
      isUnpriced: unpriced.has(row.projectId),
      limit: fullest(limits.get(row.projectId)),
      worth: worthOf(worth.get(row.projectId)),
      state: spendState({
        alarm: alarms.get(row.projectId) ?? null,
        archivedAt: null,
        bindingCount: 1,
        workingKeys,
        brokenKeys,
        hasReading,
      }),
    }
  })
}

/** No amount on days that were read is nothing spent; on days that nobody read it is unknown. */
function weekOf(sum: string | null, readings: ReadonlyMap<CostDay, DayReading>, { last7Days }: Spans) {
  const { from, to } = last7Days.span
  const isRead = sum !== null || daysBetween(from, to).some((day) => readings.has(day))
  return isRead ? asMoney(sum ?? '0') : null
}

/** An archived project may be among the dearest and is not compared. */
function worthOf(row: CompareRow | undefined): Worth | null {
  if (row === undefined) return null
  const { attempts, successes, costPerSuccess, lack } = row
  return { attempts, successes, costPerSuccess, lack }
}
