import { addDays, costDayOf } from '../platform/cost-day.ts'
import type { TeamSpend } from './api.ts'
import { trendOf } from './figures.ts'
import { freshness } from './freshness.ts'
import type { ReportsDeps } from './reports.ts'
import { earliestDay, periodsOf, spansAt } from './spans.ts'
import { readingsOf } from './store/readings.ts'
import { byDay, teamRows } from './store/spend.ts'
import { todayOf } from './today.ts'
import { unpricedOf } from './unpriced.ts'

export async function teamSpendOf(deps: ReportsDeps, teamId: string, days: number): Promise<TeamSpend> {
  const today = costDayOf(deps.clock.now())
  const from = earliestDay(today, days)
  const reach = { teamIds: [teamId] }
  const figures = {
    amounts: byDay(await teamRows(deps.db, [teamId], from, today)),
    readings: await readingsOf(deps.db, reach, { from, to: today, today }),
  }
  const read = await freshness(deps, reach, today)
  return {
    teamId,
    today: todayOf(figures, today, read),
    ...periodsOf(figures, spansAt(today)),
    trend: trendOf(figures, addDays(today, 1 - days), today),
    unpriced: await unpricedOf(deps.db, reach, { from: addDays(today, 1 - days), to: today }),
    freshness: read,
  }
}
