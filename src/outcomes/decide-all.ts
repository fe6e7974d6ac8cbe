import { tasksOfResponses } from '../calls/index.ts'
import { addDays, costDayOf } from '../platform/cost-day.ts'
import type { Db } from '../platform/db/database.ts'
import { decideSingle, decideTotal } from './decide.ts'
import type {
  Feedback,
  Given,
  GivenSingle,
  GivenTotal,
  OutcomeAnswer,
  OutcomeRefusal,
  Single,
  Teller,
  Told,
  Total,
} from './outcome.ts'
import type { Replaced } from './store/changes.ts'
import { counterNames } from './store/project-facts.ts'
import { findSingles } from './store/singles.ts'
import { findTotals } from './store/totals.ts'
import { type Change, nameOfDay } from './sum-days.ts'

/** A project has so many counters; a program that makes up names would make its days grow without end. */
const MOST_COUNTER_NAMES = 100
/** An outcome is judged a while after its call. */
export const LOOK_BACK_DAYS = 31

export type About = { projectId: string; by: Teller; now: Date }

/** What becomes of outcomes that are taken one after the other, and what there is to write. Writes nothing itself. */
export type Decided = {
  answers: OutcomeAnswer[]
  singles: Told<Single>[]
  totals: Told<Total>[]
  changes: Change[]
  replaced: Replaced[]
  newCounters: string[]
  scale: Feedback | null
}

export async function decideAll(db: Db, { projectId, by, now }: About, items: readonly Given[]): Promise<Decided> {
  const givenSingles = items.filter((item): item is GivenSingle => item.manner === 'single')
  const givenTotals = items.filter((item): item is GivenTotal => item.manner === 'total')
  const knownSingles = await findSingles(db, projectId, [...new Set(givenSingles.map(({ id }) => id))])
  const knownTotals = await findTotals(db, projectId, givenTotals)
  const tasks = await tasksFor(db, projectId, givenSingles, now)
  const counters = await counterNames(db, projectId)
  const singles = new Map<string, Told<Single>>()
  const totals = new Map<string, Told<Total>>()
  const [changes, replaced, newCounters]: [Change[], Replaced[], string[]] = [[], [], []]
  let scale: Feedback | null = null

  function takeSingle(given: GivenSingle) {
    const taskOfCall = given.responseId === undefined ? undefined : tasks.get(given.responseId)
    const decision = decideSingle(knownSingles.get(given.id), given, taskOfCall, now, by)
    if ('before' in decision) {
      changes.push({ single: decision.before, sign: -1 })
      replaced.push({ before: decision.before, after: decision.now })
    }
    if ('now' in decision) {
      changes.push({ single: decision.now, sign: 1 })
      knownSingles.set(given.id, { ...decision.now, isRemoved: false })
      singles.set(given.id, { ...decision.now, source: given.source ?? by.source })
    }
    return decision
  }

  function takeTotal(given: GivenTotal) {
    const name = nameOfDay(given)
    const decision = decideTotal(knownTotals.get(name), given, by)
    if ('before' in decision) replaced.push({ before: decision.before, after: decision.now })
    if ('now' in decision) {
      knownTotals.set(name, decision.now)
      totals.set(name, { ...decision.now, source: given.source ?? by.source })
    }
    return decision
  }

  function take(item: Given): OutcomeAnswer {
    const fresh = Object.keys(item.counters ?? {}).filter((name) => !counters.has(name))
    if (fresh.length > 0 && counters.size + fresh.length > MOST_COUNTER_NAMES) {
      return refused('outcome-too-many-counters')
    }
    const decision = item.manner === 'single' ? takeSingle(item) : takeTotal(item)
    if (decision.result === 'refused') return refused(decision.reason)
    for (const name of fresh) counters.add(name)
    newCounters.push(...fresh)
    scale ??= decision.result === 'duplicate' ? null : (item.feedback ?? null)
    return { result: decision.result }
  }

  const answers = items.map(take)
  return {
    answers,
    singles: [...singles.values()],
    totals: [...totals.values()],
    changes,
    replaced,
    newCounters,
    scale,
  }
}

function refused(reason: OutcomeRefusal): OutcomeAnswer {
  return { result: 'refused', reason }
}

/** Of those that say no task themselves. */
async function tasksFor(
  db: Db,
  projectId: string,
  singles: readonly GivenSingle[],
  now: Date,
): Promise<Map<string, string>> {
  const asking = singles.filter(({ task, responseId }) => task === undefined && responseId !== undefined)
  const days = asking.map(({ at = now }) => costDayOf(at)).toSorted()
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return new Map()
  const responseIds = [...new Set(asking.flatMap(({ responseId }) => responseId ?? []))]
  return tasksOfResponses(db, projectId, responseIds, { from: addDays(first, -LOOK_BACK_DAYS), to: addDays(last, 1) })
}
