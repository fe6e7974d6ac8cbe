import { tasksOfResponses } from '../calls/index.ts'
import { DAY } from '../platform/clock.ts'
import { addDays, costDayOf } from '../platform/cost-day.ts'
import { LOOK_BACK_DAYS } from './decide-all.ts'
import type { OutcomesDeps } from './deps.ts'
import type { Single } from './outcome.ts'
import { sumUp } from './record.ts'
import { lockOutcomes } from './store/lock.ts'
import { dropSingleChangesBefore, dropSinglesBefore, findWithoutTask, type WithoutTask } from './store/mind.ts'
import { findSingles, moveToTask } from './store/singles.ts'

const AT_ONCE = 2_000
const DROP_AT_ONCE = 10_000

/** A call is often recorded a moment after its outcome: outcomes of the last day take the task of calls that came since. */
export async function takeTasksOfCalls({ database, sharedNow }: OutcomesDeps): Promise<number> {
  const now = await sharedNow()
  const waiting = await findWithoutTask(database.db, new Date(now.getTime() - DAY), AT_ONCE)
  let moved = 0
  for (const [projectId, outcomes] of Map.groupBy(waiting, (one) => one.projectId)) {
    moved += await database.db.transaction().execute(async (tx) => {
      await lockOutcomes(tx, projectId)
      const tasks = await tasksOfResponses(
        tx,
        projectId,
        [...new Set(outcomes.map(({ responseId }) => responseId))],
        spanOf(outcomes),
      )
      const found = outcomes.filter(({ responseId }) => tasks.has(responseId)).map(({ id }) => id)
      const known = [...(await findSingles(tx, projectId, found)).values()]
      const still = known.filter(({ task, saysTask, isRemoved }) => task === '' && !saysTask && !isRemoved)
      const pairs = still.map((before: Single) => ({
        before,
        after: { ...before, task: tasks.get(before.responseId ?? '') ?? '' },
      }))
      await moveToTask(
        tx,
        projectId,
        pairs.map(({ after }) => after),
      )
      const changes = pairs.flatMap(({ before, after }) => [
        { single: before, sign: -1 } as const,
        { single: after, sign: 1 } as const,
      ])
      await sumUp(tx, projectId, changes, [])
      return pairs.length
    })
  }
  return moved
}

function spanOf(outcomes: readonly WithoutTask[]) {
  const days = outcomes.map(({ costDay }) => costDay).toSorted()
  const [first = '', last = ''] = [days[0], days.at(-1)]
  return { from: addDays(first, -LOOK_BACK_DAYS), to: addDays(last, 1) }
}

/** Single outcomes are kept as long as single calls; the sums of their days stay. */
export async function dropOldSingles({ database, sharedNow, keptDays }: OutcomesDeps): Promise<number> {
  const firstKept = addDays(costDayOf(await sharedNow()), -keptDays - 1)
  let dropped = 0
  while (true) {
    const gone = await dropSinglesBefore(database.db, firstKept, DROP_AT_ONCE)
    dropped += gone
    if (gone < DROP_AT_ONCE) break
  }
  await dropSingleChangesBefore(database.db, firstKept)
  return dropped
}
