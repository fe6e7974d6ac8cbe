import { addDays, type CostDay, costDayOf } from '../../platform/cost-day.ts'
import { addDecimals, isPositive, scaleDecimal, shareOf } from '../../platform/money.ts'
import { asMoney, type Figures, periodOf, seenOnly, spanBefore, trendOf } from '../figures.ts'
import type { ReportsDeps } from '../reports.ts'
import { TREND_DAYS } from '../spans.ts'
import type { ProjectHead } from '../store/projects.ts'
import { readingsOf } from '../store/readings.ts'
import { seenDays } from '../store/seen-days.ts'
import { projectAmounts } from '../store/spend.ts'
import {
  comparedCost,
  comparedYield,
  costPerSuccess,
  explained,
  type OutcomeFigures,
  outcomeSum,
} from '../worth/worth.ts'
import type { Breakdown, ProjectValue, TaskWorth, WorthDay } from './api.ts'
import { type CallSum, callSums, callsOn } from './store/call-sums.ts'
import { type DayOutcome, dayOutcomes, firstOutcomeDay, type TaskOutcome, taskOutcomes } from './store/outcome-sums.ts'

/** Rows of one breakdown; what is left is one row more. */
const MOST_ROWS = 20

/**
 * What a project's money bought. The project as a whole is divided by its chosen spend, all of it; a task by what its
 * recorded calls cost, since of what came past us nobody knows what it was for. See decision 0051.
 */
export async function projectValueOf(
  { db, clock }: ReportsDeps,
  teamIds: readonly string[] | null,
  project: ProjectHead,
  days: number,
): Promise<ProjectValue> {
  const today = costDayOf(clock.now())
  const yesterday = addDays(today, -1)
  const span = { from: addDays(yesterday, 1 - days), to: yesterday }
  const previous = spanBefore(span)
  const trend = { from: addDays(yesterday, 1 - TREND_DAYS), to: yesterday }
  const read = { from: previous.from < trend.from ? previous.from : trend.from, to: yesterday }
  const seen = { projectId: project.id, teamIds }
  const readings = await readingsOf(db, { teamIds: null, projectId: project.id }, { ...read, today })
  const visible = await seenDays(db, teamIds, [project.id], read)
  const figures: Figures = {
    amounts: await projectAmounts(db, teamIds, project.id, read),
    readings: seenOnly(readings, visible?.get(project.id)),
  }
  const outcomes = await taskOutcomes(db, seen, { span, previous })
  const tasks = [...new Set(outcomes.map(({ task }) => task))]
  const sums = await callSums(db, seen, { span, previous, most: MOST_ROWS, tasks })
  const since = await firstOutcomeDay(db, seen)
  const spend = periodOf(figures, span, previous)
  const [now, before] = [addUp(outcomes, false), addUp(outcomes, true)]
  const isRecorded = since !== null && since <= previous.from
  const isWhole = spend.change !== null && isRecorded
  const bought = { cost: spend.amount?.amount ?? null, successes: now?.successes ?? null }
  const boughtBefore = { cost: spend.previous?.amount ?? null, successes: before?.successes ?? null }
  const all = sums.find(({ dimension }) => dimension === 'all')
  return {
    projectId: project.id,
    days,
    spend,
    calls: callsOf(all),
    today: await todayOf(seen, today),
    explained: explained({
      metered: all && all.calls > 0 ? all.cost : null,
      spend: bought.cost,
      isRead: spend.missingDays === 0,
      isBound: project.bindingCount > 0,
    }),
    outcome: outcomeSum(now),
    previousOutcome: outcomeSum(before),
    outcomesSince: since,
    costPerSuccess: comparedCost(bought, boughtBefore, isWhole),
    successesPerDollar: comparedYield(bought, boughtBefore, isWhole),
    by: {
      task: breakdown(sums, 'task'),
      intent: breakdown(sums, 'intent'),
      model: breakdown(sums, 'model'),
      user: breakdown(sums, 'user'),
    },
    tasks: tasksOf(sums, outcomes, isRecorded),
    trend: days30(figures, await dayOutcomes(db, seen, trend), trend),
  }

  async function todayOf(of: typeof seen, day: CostDay): Promise<ProjectValue['today']> {
    const calls = await callsOn(db, of, day)
    const [outcome] = await dayOutcomes(db, of, { from: day, to: day })
    return {
      day,
      calls: calls?.calls ?? 0,
      cost: calls ? knownCost(calls) : null,
      unpricedCalls: calls?.unpriced ?? 0,
      attempts: outcome?.attempts ?? null,
      successes: outcome?.successes ?? null,
    }
  }
}

function callsOf(all: CallSum | undefined): ProjectValue['calls'] {
  return {
    calls: all?.calls ?? 0,
    previousCalls: all?.previousCalls ?? 0,
    unpricedCalls: all?.unpriced ?? 0,
    refusedCalls: all?.refused ?? 0,
    cost: all ? knownCost(all) : null,
    previousCost: all ? previousCost(all) : null,
  }
}

/** No call, or none whose cost anybody knows: unknown. */
function knownCost({ calls, unpriced, cost }: { calls: number; unpriced: number; cost: string }) {
  return calls > unpriced || isPositive(cost) ? asMoney(cost) : null
}

function previousCost({ previousCalls, previousUnpriced, previousCost: cost }: CallSum) {
  return knownCost({ calls: previousCalls, unpriced: previousUnpriced, cost })
}

function breakdown(sums: readonly CallSum[], dimension: CallSum['dimension']): Breakdown[] {
  const rows = sums.filter((row) => row.dimension === dimension)
  const whole = addDecimals('0', ...rows.map(({ cost }) => cost))
  return rows.map((row) => {
    const cost = knownCost(row)
    const charged = row.calls - row.unpriced - row.refused
    return {
      value: row.value,
      values: row.values,
      calls: row.calls,
      previousCalls: row.previousCalls,
      unpricedCalls: row.unpriced,
      cost,
      previousCost: previousCost(row),
      share: cost === null ? null : shareOf(cost.amount, whole),
      costPerCall: charged > 0 && cost ? asMoney(scaleDecimal(cost.amount, '1', String(charged))) : null,
    }
  })
}

/** Every task that cost or achieved something, the dearest first; the rest of the calls is no task and stands in the breakdown. */
function tasksOf(sums: readonly CallSum[], outcomes: readonly TaskOutcome[], isRecorded: boolean): TaskWorth[] {
  const called = new Map(
    sums.flatMap((row) => (row.dimension === 'task' && row.value !== null ? [[row.value, row]] : [])),
  )
  const names = new Set([...called.keys(), ...outcomes.map(({ task }) => task)])
  return [...names].map((task): TaskWorth => {
    const row = called.get(task)
    const own = outcomes.filter((one) => one.task === task)
    const [now, before] = [addUp(own, false), addUp(own, true)]
    const cost = row ? knownCost(row) : null
    const costBefore = row ? previousCost(row) : null
    return {
      task,
      calls: row?.calls ?? 0,
      unpricedCalls: row?.unpriced ?? 0,
      cost,
      outcome: outcomeSum(now),
      costPerSuccess: comparedCost(
        { cost: cost?.amount ?? null, successes: now?.successes ?? null },
        { cost: costBefore?.amount ?? null, successes: before?.successes ?? null },
        isRecorded && row?.unpriced === 0 && row.previousUnpriced === 0,
      ),
    }
  })
}

function addUp(outcomes: readonly TaskOutcome[], isBefore: boolean): OutcomeFigures | null {
  const own = outcomes.filter((one) => one.isBefore === isBefore)
  if (own.length === 0) return null
  const sum = (count: (one: TaskOutcome) => number) => own.reduce((total, one) => total + count(one), 0)
  return {
    attempts: sum(({ attempts }) => attempts),
    successes: sum(({ successes }) => successes),
    feedbackSum: addDecimals('0', ...own.map(({ feedbackSum }) => feedbackSum)),
    feedbackCount: sum(({ feedbackCount }) => feedbackCount),
  }
}

function days30(figures: Figures, outcomes: readonly DayOutcome[], span: { from: CostDay; to: CostDay }): WorthDay[] {
  const byDay = new Map(outcomes.map((one) => [one.day, one]))
  return trendOf(figures, span.from, span.to).map((day) => {
    const outcome = byDay.get(day.day)
    const successes = outcome?.successes ?? null
    return {
      ...day,
      attempts: outcome?.attempts ?? null,
      successes,
      costPerSuccess: asMoney(costPerSuccess({ cost: day.amount, successes })),
    }
  })
}
