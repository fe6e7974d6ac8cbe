import { shareOf } from '../platform/money.ts'
import type { ChangeView, DayView, OutcomeFacts, SingleView } from './api.ts'
import { meanOnScale, type Scale } from './feedback.ts'
import type { Single, Total } from './outcome.ts'
import type { ListedChange } from './store/list-changes.ts'
import type { ListedDay } from './store/list-days.ts'
import type { ListedSingle } from './store/list-singles.ts'

export function dayViewOf(row: ListedDay, scale: Scale | null): DayView {
  const { costDay, task, attempts, successes, counters, feedbackSum, feedbackCount, singles, corrections } = row
  const mean = scale && feedbackCount > 0 ? meanOnScale(feedbackSum, feedbackCount, scale) : null
  return {
    costDay,
    task,
    attempts,
    successes,
    successRate: shareOf(String(successes), String(attempts)),
    feedback: mean === null ? null : { mean, count: feedbackCount },
    counters: { ...counters },
    total: totalViewOf(row),
    singles,
    corrections,
  }
}

function totalViewOf(row: ListedDay): DayView['total'] {
  const { totalId, source, enteredAt, enteredBy, keyName, score, low, high, feedbackCount } = row
  if (totalId === null || source === null || enteredAt === null) return null
  const isScored = score !== null && low !== null && high !== null
  return {
    id: totalId,
    source,
    enteredBy: enteredBy ?? keyName,
    enteredAt: enteredAt.toISOString(),
    feedback: isScored ? { score, min: low, max: high, count: feedbackCount } : null,
  }
}

export function singleViewOf(row: ListedSingle): SingleView {
  const { isRemoved: _removed, enteredBy, keyName, saysTask, at, counters, ...rest } = row
  return {
    ...rest,
    at: at.toISOString(),
    taskFromCall: !saysTask && row.task !== '',
    counters: { ...counters },
    enteredBy: enteredBy ?? keyName,
  }
}

export function changeViewOf(row: ListedChange): ChangeView {
  const { at, before, after, enteredBy, keyName, ...rest } = row
  return {
    ...rest,
    at: at.toISOString(),
    before: factsOf(before),
    after: after && factsOf(after),
    by: enteredBy ?? keyName,
  }
}

function factsOf(outcome: Single | Total): OutcomeFacts {
  const { costDay, task, feedback, counters } = outcome
  const counts =
    'attempts' in outcome
      ? { attempts: outcome.attempts, successes: outcome.successes, success: null }
      : { attempts: null, successes: null, success: outcome.success }
  return { costDay, task, ...counts, feedback: feedback && { ...feedback }, counters: { ...counters } }
}
