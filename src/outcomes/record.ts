import type { Tx } from '../platform/db/database.ts'
import { type About, type Decided, decideAll } from './decide-all.ts'
import type { Given } from './outcome.ts'
import { saveChanges } from './store/changes.ts'
import { chooseDays, findSingleDays, saveSingleDays } from './store/days.ts'
import { lockOutcomes } from './store/lock.ts'
import { keepFirstScale, saveCounterNames } from './store/project-facts.ts'
import { saveSingles } from './store/singles.ts'
import { saveTotals } from './store/totals.ts'
import { type Change, type DayKey, daysOf, nameOfDay, sumDays } from './sum-days.ts'

/** Takes outcomes of one project in, one after the other, each answered by itself. All of it is one transaction. */
export async function recordOutcomes(tx: Tx, about: About, items: readonly Given[]): Promise<Decided> {
  const { projectId, by, now } = about
  await lockOutcomes(tx, projectId)
  const decided = await decideAll(tx, about, items)
  await saveSingles(tx, projectId, decided.singles, by, now)
  await saveTotals(tx, projectId, decided.totals, by, now)
  await saveChanges(tx, projectId, decided.replaced, by, now)
  await sumUp(tx, projectId, decided.changes, decided.totals)
  await saveCounterNames(tx, projectId, decided.newCounters)
  if (decided.scale) await keepFirstScale(tx, projectId, decided.scale)
  return decided
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
