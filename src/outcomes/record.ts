import { tasksOfResponses } from '../calls/index.ts'
import { addDays, costDayOf } from '../platform/cost-day.ts'
import type { Tx } from '../platform/db/database.ts'
import { type Decision, decideSingle, decideTotal } from './decide.ts'
import type { Given, GivenSingle, GivenTotal, OutcomeAnswer, Single, Teller, Total } from './outcome.ts'
import { type Replaced, saveChanges } from './store/changes.ts'
import { chooseDays, findSingleDays, saveSingleDays } from './store/days.ts'
import { lockOutcomes } from './store/lock.ts'
import { counterNames, keepFirstScale, saveCounterNames } from './store/project-facts.ts'
import { findSingles, type KnownSingle, saveSingles } from './store/singles.ts'
import { findTotals, saveTotals } from './store/totals.ts'
import { type Change, type DayKey, daysOf, nameOfDay, sumDays } from './sum-days.ts'

/** A project has so many counters; a program that makes up names would make its days grow without end. */
const MOST_COUNTER_NAMES = 100
/** An outcome is judged a while after its call. */
const LOOK_BACK_DAYS = 31

export type About = { projectId: string; by: Teller; now: Date }

/** Takes outcomes of one project in, one after the other, each answered by itself. All of it is one transaction. */
export async function recordOutcomes(tx: Tx, about: About, items: readonly Given[]): Promise<OutcomeAnswer[]> {
  const { projectId, by, now } = about
  await lockOutcomes(tx, projectId)
  const state = await readState(tx, about, items)
  const answers = items.map((item): OutcomeAnswer => {
    if (!state.admitCounters(item)) return { result: 'refused', reason: 'outcome-too-many-counters' }
    const decision = item.manner === 'single' ? state.takeSingle(item) : state.takeTotal(item)
    if (decision.result === 'refused') return { result: 'refused', reason: decision.reason }
    return { result: decision.result }
  })
  await saveSingles(tx, projectId, [...state.singles.values()], by, now)
  await saveTotals(tx, projectId, [...state.totals.values()], by, now)
  await saveChanges(tx, projectId, state.replaced, by, now)
  await sumUp(tx, projectId, state.changes, [...state.totals.values()])
  await saveCounterNames(tx, projectId, state.newCounters)
  const scale = items.find((item) => item.feedback)?.feedback
  if (scale && state.changes.length + state.totals.size > 0) await keepFirstScale(tx, projectId, scale)
  return answers
}

/** The sums of the single outcomes move along, then of each day what counts is chosen. */
export async function sumUp(
  tx: Tx,
  projectId: string,
  changes: readonly Change[],
  totals: readonly DayKey[],
): Promise<void> {
  const days = daysOf(changes)
  await saveSingleDays(tx, projectId, sumDays(await findSingleDays(tx, projectId, days), changes))
  const all = new Map(
    [...days, ...totals].map(({ task, costDay }) => [nameOfDay({ task, costDay }), { task, costDay }]),
  )
  await chooseDays(tx, projectId, [...all.values()])
}

async function readState(tx: Tx, { projectId, by, now }: About, items: readonly Given[]) {
  const givenSingles = items.filter((item): item is GivenSingle => item.manner === 'single')
  const givenTotals = items.filter((item): item is GivenTotal => item.manner === 'total')
  const knownSingles = await findSingles(tx, projectId, [...new Set(givenSingles.map(({ id }) => id))])
  const knownTotals = await findTotals(tx, projectId, givenTotals)
  const tasks = await tasksFor(tx, projectId, givenSingles, now)
  const counters = await counterNames(tx, projectId)
  const state = {
    singles: new Map<string, Single>(),
    totals: new Map<string, Total>(),
    changes: [] as Change[],
    replaced: [] as Replaced[],
    newCounters: [] as string[],

    takeSingle(given: GivenSingle): Decision<Single> {
      const taskOfCall = given.responseId === undefined ? undefined : tasks.get(given.responseId)
      const decision = decideSingle(knownSingles.get(given.id), given, taskOfCall, now, by)
      if ('before' in decision) {
        state.changes.push({ single: decision.before, sign: -1 })
        state.replaced.push({ before: decision.before, after: decision.now })
      }
      if ('now' in decision) {
        state.changes.push({ single: decision.now, sign: 1 })
        const known: KnownSingle = { ...decision.now, isRemoved: false }
        knownSingles.set(given.id, known)
        state.singles.set(given.id, decision.now)
      }
      return decision
    },

    takeTotal(given: GivenTotal): Decision<Total> {
      const name = nameOfDay(given)
      const decision = decideTotal(knownTotals.get(name), given, by)
      if ('before' in decision) state.replaced.push({ before: decision.before, after: decision.now })
      if ('now' in decision) {
        knownTotals.set(name, decision.now)
        state.totals.set(name, decision.now)
      }
      return decision
    },

    admitCounters(item: Given): boolean {
      const fresh = Object.keys(item.counters ?? {}).filter((name) => !counters.has(name))
      if (counters.size + fresh.length > MOST_COUNTER_NAMES) return fresh.length === 0
      for (const name of fresh) counters.add(name)
      state.newCounters.push(...fresh)
      return true
    },
  }
  return state
}

/** Of those that say no task themselves. */
function tasksFor(tx: Tx, projectId: string, singles: readonly GivenSingle[], now: Date): Promise<Map<string, string>> {
  const asking = singles.filter(({ task, responseId }) => task === undefined && responseId !== undefined)
  const days = asking.map(({ at = now }) => costDayOf(at)).toSorted()
  const [first = '', last = ''] = [days[0], days.at(-1)]
  if (asking.length === 0) return Promise.resolve(new Map())
  const responseIds = [...new Set(asking.flatMap(({ responseId }) => responseId ?? []))]
  return tasksOfResponses(tx, projectId, responseIds, { from: addDays(first, -LOOK_BACK_DAYS), to: addDays(last, 1) })
}
