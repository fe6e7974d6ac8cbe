import { costDayOf } from '../platform/cost-day.ts'
import type { Counters, GivenSingle, GivenTotal, OutcomeRefusal, Single, Teller, Total } from './outcome.ts'

export type Decision<Known> =
  | { result: 'stored'; now: Known }
  | { result: 'replaced'; before: Known; now: Known }
  | { result: 'duplicate' }
  | { result: 'refused'; reason: OutcomeRefusal }

type Replacing = Pick<Teller, 'personId' | 'mayReplace' | 'reason'>

/** What a single outcome is after it was told of once more; what was left out stays as it was. */
export function decideSingle(
  known: (Single & { isRemoved: boolean }) | undefined,
  given: GivenSingle,
  taskOfCall: string | undefined,
  now: Date,
  by: Replacing,
): Decision<Single> {
  const at = given.at ?? known?.at ?? now
  const saysTask = given.task !== undefined || known?.saysTask === true
  const next: Single = {
    id: given.id,
    at,
    costDay: costDayOf(at),
    task: given.task ?? (known?.task || taskOfCall || ''),
    saysTask,
    success: given.success,
    feedback: given.feedback === undefined ? (known?.feedback ?? null) : given.feedback,
    counters: merged(known?.counters, given.counters),
    responseId: given.responseId ?? known?.responseId ?? null,
  }
  if (known === undefined) return { result: 'stored', now: next }
  const { isRemoved, ...before } = known
  if (isRemoved) return { result: 'refused', reason: 'outcome-removed' }
  return replacing(before, next, isSameSingle(before, next), by)
}

export function decideTotal(known: Total | undefined, given: GivenTotal, by: Replacing): Decision<Total> {
  const next: Total = {
    costDay: given.costDay,
    task: given.task,
    attempts: given.attempts,
    successes: given.successes,
    feedback: given.feedback === undefined ? (known?.feedback ?? null) : given.feedback,
    counters: merged(known?.counters, given.counters),
  }
  if (known === undefined) return { result: 'stored', now: next }
  return replacing(known, next, isSameTotal(known, next), by)
}

function replacing<Known>(before: Known, now: Known, isSame: boolean, by: Replacing): Decision<Known> {
  if (isSame) return { result: 'duplicate' }
  if (!by.mayReplace) return { result: 'refused', reason: 'outcome-replacing-not-allowed' }
  if (by.personId !== null && !by.reason) return { result: 'refused', reason: 'outcome-reason-needed' }
  return { result: 'replaced', before, now }
}

export function isSameSingle(left: Single, right: Single): boolean {
  return (
    left.at.getTime() === right.at.getTime() &&
    left.saysTask === right.saysTask &&
    // A task that was taken from a call is not what the sender said.
    (left.task === right.task || !right.saysTask) &&
    left.success === right.success &&
    left.responseId === right.responseId &&
    isSameRest(left, right)
  )
}

export function isSameTotal(left: Total, right: Total): boolean {
  return (
    left.attempts === right.attempts &&
    left.successes === right.successes &&
    left.feedback?.count === right.feedback?.count &&
    isSameRest(left, right)
  )
}

type Rest = Pick<Single, 'feedback' | 'counters'>

function isSameRest(left: Rest, right: Rest): boolean {
  const [one, other] = [left.feedback, right.feedback]
  const isSameFeedback = one?.score === other?.score && one?.min === other?.min && one?.max === other?.max
  return isSameFeedback && isSameCounters(left.counters, right.counters)
}

function isSameCounters(left: Counters, right: Counters): boolean {
  const names = Object.keys(left)
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name])
}

function merged(known: Counters | undefined, given: Counters | undefined): Counters {
  return { ...known, ...given }
}
