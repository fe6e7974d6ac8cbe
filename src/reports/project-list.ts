import type { z } from 'zod'
import { addDays, type CostDay, costDayOf, daysBetween } from '../platform/cost-day.ts'
import { invalid } from '../platform/errors.ts'
import { changeRatio } from '../platform/money.ts'
import type { Freshness, ProjectRow, ProjectsQuery } from './api.ts'
import { asMoney, DISPLAY_CURRENCY, seenOnly, trendOf } from './figures.ts'
import { freshness } from './freshness.ts'
import { fullest } from './limits.ts'
import type { ReportsDeps } from './reports.ts'
import { TREND_DAYS } from './spans.ts'
import { spendState } from './state.ts'
import { limitUses } from './store/limits.ts'
import { type ListedProject, listProjects } from './store/projects.ts'
import { projectsReadOn, readingsOf } from './store/readings.ts'
import { seenDays } from './store/seen-days.ts'
import { projectTrends } from './store/spend.ts'
import { unpricedProjects } from './store/unpriced.ts'

type Query = z.infer<typeof ProjectsQuery>

/** Projects with what they spent. The order is by sums that move, so the cursor is a place in the list. */
export async function projectListOf(
  deps: ReportsDeps,
  teamIds: readonly string[] | null,
  query: Query,
): Promise<{ items: ProjectRow[]; nextCursor: string | null; freshness: Freshness }> {
  const today = costDayOf(deps.clock.now())
  const yesterday = addDays(today, -1)
  const offset = readCursor(query.cursor)
  const rows = await listProjects(deps.db, {
    teamIds,
    teamId: query.teamId,
    search: query.search?.normalize('NFC').trim() || undefined,
    archived: query.archived === 'true',
    sort: query.sort,
    state: query.state,
    offset,
    limit: query.limit + 1,
    yesterday,
    currency: DISPLAY_CURRENCY,
  })
  const page = rows.slice(0, query.limit)
  const from = addDays(today, 1 - TREND_DAYS)
  const readings = await readingsOf(deps.db, { teamIds }, { from, to: today, today })
  const ids = page.map((row) => row.projectId)
  const trends = await projectTrends(deps.db, teamIds, ids, { from, to: today, currency: DISPLAY_CURRENCY })
  const readToday = await projectsReadOn(deps.db, ids, today)
  const limits = await limitUses(deps.db, ids, today)
  const unpriced = await unpricedProjects(deps.db, ids, { from, to: today })
  const seen = await seenDays(deps.db, teamIds, ids, { from: addDays(today, -TREND_DAYS), to: today })
  const items = page.map((row) => {
    const own = seen?.get(row.projectId) ?? null
    const figures = { amounts: trends.get(row.projectId) ?? new Map(), readings: seenOnly(readings, own) }
    return {
      ...sumsOf(row, { hasReading: readings.size > 0, readToday: readToday.has(row.projectId), seen: own, yesterday }),
      trend: trendOf(figures, from, today),
      limit: fullest(limits.get(row.projectId)),
      isUnpriced: unpriced.has(row.projectId),
    }
  })
  return {
    items,
    nextCursor: rows.length > query.limit ? writeCursor(offset + query.limit) : null,
    freshness: await freshness(deps, { teamIds: query.teamId ? [query.teamId] : teamIds }, today),
  }
}

function sumsOf(
  row: ListedProject,
  told: { hasReading: boolean; readToday: boolean; seen: ReadonlySet<CostDay> | null; yesterday: CostDay },
): Omit<ProjectRow, 'trend' | 'limit' | 'isUnpriced'> {
  const { hasReading, seen, yesterday } = told
  const known = hasReading && row.bindingCount + Number(row.last30Days !== null) + Number(row.today !== null) > 0
  const days = (from: number, to: number) => daysBetween(addDays(yesterday, from), addDays(yesterday, to))
  const sees = (day: CostDay) => seen?.has(day) ?? true
  const amount = (sum: string | null, span: CostDay[]) => (known && span.some(sees) ? asMoney(sum ?? '0') : null)
  return {
    projectId: row.projectId,
    name: row.name,
    teamId: row.teamId,
    teamName: row.teamName,
    archivedAt: row.archivedAt?.toISOString() ?? null,
    bindingCount: row.bindingCount,
    today: told.readToday ? amount(row.today, days(1, 1)) : null,
    yesterday: amount(row.yesterday, days(0, 0)),
    last7Days: amount(row.last7Days, days(-6, 0)),
    previous7Days: amount(row.previous7Days, days(-13, -7)),
    change: known && days(-13, 0).every(sees) ? changeRatio(row.previous7Days ?? '0', row.last7Days ?? '0') : null,
    last30Days: amount(row.last30Days, days(-29, 0)),
    state: spendState({ ...row, hasReading }),
  }
}

function writeCursor(offset: number): string {
  return Buffer.from(`o${offset}`).toString('base64url')
}

function readCursor(cursor: string | undefined): number {
  if (!cursor) return 0
  const found = /^o(\d{1,7})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))
  if (!found) throw invalid('cursor-invalid')
  return Number(found[1])
}
