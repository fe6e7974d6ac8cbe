import { addDays, type CostDay, costDayOf } from '../platform/cost-day.ts'
import { subtractDecimals } from '../platform/money.ts'
import type { Home } from './api.ts'
import { type DayReading, DISPLAY_CURRENCY, trendOf } from './figures.ts'
import { freshness } from './freshness.ts'
import type { ReportsDeps } from './reports.ts'
import { earliestDay, periodsOf, spansAt, TREND_DAYS } from './spans.ts'
import { checklistOf } from './store/checklist.ts'
import { readingsOf } from './store/readings.ts'
import { type Amounts, byDay, type TeamRow, teamRows, workspaceAmounts } from './store/spend.ts'
import { todayOf } from './today.ts'
import { todosFor } from './todos/todos.ts'
import { unattributedTodo } from './todos/unattributed.ts'
import { topOf } from './top-projects.ts'
import { unattributedOf } from './unattributed/unattributed.ts'
import { unpricedOf } from './unpriced.ts'

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
  const todos = await todosFor({ ...deps, now: deps.clock.now() }, teamIds)
  const read = await freshness(deps, { teamIds }, today)
  return {
    today: todayOf(figures, today, read),
    // While the first set-up is open, its list says what to connect.
    todos: checklist ? todos : [...todos, ...unattributedTodo(unattributed)],
    checklist,
    ...periodsOf(figures, spans),
    topProjects: await topOf(db, teamIds, readings, spans, today),
    trend: series,
    unattributed,
    unpriced: await unpricedOf(db, { teamIds }, { from: addDays(today, 1 - TREND_DAYS), to: today }),
    freshness: read,
  }
}

async function openChecklist(deps: ReportsDeps): Promise<Home['checklist']> {
  const row = await checklistOf(deps.db)
  const channel = row.channel || deps.sendsMail
  const isFinished = row.team && row.adminKey && row.binding && row.firstCosts && row.threshold && channel
  return isFinished ? null : { ...row, channel, mailConfigured: deps.sendsMail }
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
