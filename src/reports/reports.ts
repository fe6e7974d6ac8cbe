import type { Clock } from '../platform/clock.ts'
import { addDays, type CostDay, costDayOf } from '../platform/cost-day.ts'
import type { Db } from '../platform/db/database.ts'
import { medianDecimal, subtractDecimals } from '../platform/money.ts'
import type { Freshness, Home, TeamSpend, TopProject } from './api.ts'
import {
  asMoney,
  type DayReading,
  DISPLAY_CURRENCY,
  daySpend,
  type Figures,
  periodOf,
  seenOnly,
  trendOf,
} from './figures.ts'
import { earliestDay, type Spans, spansAt, TREND_DAYS } from './spans.ts'
import { spendState } from './state.ts'
import { topProjects } from './store/projects.ts'
import { freshnessOf, type Reach, readingsOf } from './store/readings.ts'
import { seenDays } from './store/seen-days.ts'
import { type Amounts, byDay, projectTrends, type TeamRow, teamRows, workspaceAmounts } from './store/spend.ts'
import { checklistOf } from './store/todos.ts'
import { todosFor, unattributedTodo } from './todos.ts'
import { unattributedOf } from './unattributed.ts'

export type ReportsDeps = {
  db: Db
  clock: Clock
  sentence(code: string): string
  sendsMail: boolean
  nextCollectionAt(): Date | null
}

const TOP_PROJECTS = 5

/** The first page: what to do, what was spent, by whom, and how sure that is. `teamIds: null` is the whole workspace. */
export async function homeOf(deps: ReportsDeps, teamIds: readonly string[] | null): Promise<Home> {
  const { db } = deps
  const today = costDayOf(deps.clock.now())
  const from = earliestDay(today, TREND_DAYS)
  const readings = await readingsOf(db, { teamIds }, { from, to: today, today })
  const teams = await teamRows(db, teamIds, from, today)
  const amounts = teamIds === null ? await workspaceAmounts(db, from, today) : byDay(teams)
  const figures = { amounts, readings }
  const spans = spansAt(today)
  const series = seriesOf(teams, amounts, readings, today, teamIds === null)
  const checklist = teamIds === null ? await openChecklist(deps) : null
  const unattributed = teamIds === null ? unattributedOf(amounts, teams, spans.last7Days.span) : null
  const todos = await todosFor(deps, teamIds)
  return {
    today,
    // While the first set-up is open, its list says what to connect.
    todos: checklist ? todos : [...todos, ...unattributedTodo(unattributed)],
    checklist,
    ...periodsOf(figures, spans),
    topProjects: await topOf(db, teamIds, readings, spans, today),
    trend: series,
    unattributed,
    freshness: await freshness(deps, { teamIds }, today),
  }
}

export function periodsOf(figures: Figures, spans: Spans) {
  return {
    yesterday: periodOf(figures, spans.yesterday.span, spans.yesterday.previous),
    last7Days: periodOf(figures, spans.last7Days.span, spans.last7Days.previous),
    thisMonth: periodOf(figures, spans.thisMonth.span, spans.thisMonth.previous),
  }
}

export async function freshness(deps: ReportsDeps, reach: Reach, today: CostDay): Promise<Freshness> {
  const row = await freshnessOf(deps.db, reach, today)
  return {
    ...row,
    lastCollectedAt: row.lastCollectedAt?.toISOString() ?? null,
    nextCollectionAt: deps.nextCollectionAt()?.toISOString() ?? null,
  }
}

export async function teamSpendOf(deps: ReportsDeps, teamId: string, days: number): Promise<TeamSpend> {
  const today = costDayOf(deps.clock.now())
  const from = earliestDay(today, days)
  const reach = { teamIds: [teamId] }
  const figures = {
    amounts: byDay(await teamRows(deps.db, [teamId], from, today)),
    readings: await readingsOf(deps.db, reach, { from, to: today, today }),
  }
  return {
    teamId,
    ...periodsOf(figures, spansAt(today)),
    trend: trendOf(figures, addDays(today, 1 - days), today),
    freshness: await freshness(deps, reach, today),
  }
}

/** Median of the same weekday over the four weeks before; null until there are at least two of them. */
export function usualDay(figures: Figures, day: CostDay): string | null {
  const sameWeekday = [7, 14, 21, 28].map((back) => daySpend(figures, addDays(day, -back)).amount)
  const known = sameWeekday.filter((amount) => amount !== null)
  return known.length < 2 ? null : medianDecimal(known)
}

async function openChecklist(deps: ReportsDeps): Promise<Home['checklist']> {
  const row = await checklistOf(deps.db)
  const isFinished = row.team && row.adminKey && row.binding && row.firstCosts
  return isFinished ? null : { ...row, mailConfigured: deps.sendsMail }
}

function seriesOf(
  teams: readonly TeamRow[],
  total: Amounts,
  readings: ReadonlyMap<CostDay, DayReading>,
  today: CostDay,
  withRest: boolean,
): Home['trend'] {
  const from = addDays(today, 1 - TREND_DAYS)
  const recent = teams.filter((row) => row.day >= from)
  const byTeam = Map.groupBy(recent, (row) => row.teamId)
  const series: Home['trend'] = [...byTeam.entries()].map(([teamId, rows]) => ({
    teamId,
    name: rows[0]?.name ?? '',
    days: trendOf({ amounts: byDay(rows), readings }, from, today),
  }))
  if (!withRest) return series
  const rest = restOf(total, byDay(recent), from)
  const isNothing = [...rest.values()].every((amounts) => amounts[DISPLAY_CURRENCY] === '0')
  return isNothing
    ? series
    : [...series, { teamId: null, name: '미귀속', days: trendOf({ amounts: rest, readings }, from, today) }]
}

function restOf(total: Amounts, teams: Amounts, from: CostDay): Amounts {
  const rest: Amounts = new Map()
  for (const [day, amounts] of total) {
    if (day < from) continue
    const whole = amounts[DISPLAY_CURRENCY] ?? '0'
    rest.set(day, { [DISPLAY_CURRENCY]: subtractDecimals(whole, teams.get(day)?.[DISPLAY_CURRENCY] ?? '0') })
  }
  return rest
}

async function topOf(
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
  const seen = await seenDays(db, teamIds, ids, { from, to: today })
  const hasReading = readings.size > 0
  return rows.map(({ workingKeys, brokenKeys, last7Days, yesterday, ...row }) => {
    const own = seenOnly(readings, seen?.get(row.projectId))
    return {
      ...row,
      trend: trendOf({ amounts: trends.get(row.projectId) ?? new Map(), readings: own }, from, today),
      last7Days: asMoney(last7Days),
      yesterday: own.has(spans.yesterday.span.to) ? asMoney(yesterday ?? '0') : null,
      state: spendState({ archivedAt: null, bindingCount: 1, workingKeys, brokenKeys, hasReading }),
    }
  })
}
