import type { Actor } from '../people/actor.ts'
import { visibleTeams } from '../people/actor.ts'
import type { Tx } from '../platform/db/database.ts'
import { invalid, notFound } from '../platform/errors.ts'
import type { SingleCorrection, TotalCorrection } from './api.ts'
import { cleanCounters, feedbackOf, given } from './clean-outcome.ts'
import { isSameSingle, isSameTotal } from './decide.ts'
import type { OutcomesDeps } from './deps.ts'
import { factsOf } from './enter.ts'
import type { Feedback, Single, Total } from './outcome.ts'
import { sumUp } from './record.ts'
import { saveChanges } from './store/changes.ts'
import { chooseDays } from './store/days.ts'
import { markRemoved } from './store/list-singles.ts'
import { keepFirstScale, saveCounterNames } from './store/project-facts.ts'
import { daysSeen } from './store/reach.ts'
import { findSingles, saveSingles } from './store/singles.ts'
import { deleteTotal, findTotalById, saveTotals } from './store/totals.ts'
import { changeAsLead } from './write-as-person.ts'

type Asked = { actor: Actor; projectId: string; reason: string }

/** Puts single fields of what is known right. Null takes feedback away, and counters are what is given. */
export function createCorrections(deps: OutcomesDeps) {
  async function requireSeen(tx: Tx, { actor, projectId }: Asked, day: string): Promise<void> {
    const seen = await daysSeen(tx, { projectId, teamIds: visibleTeams(actor) }, [day])
    if (!seen.has(day)) throw notFound('not-found')
  }

  async function totalOf(tx: Tx, asked: Asked, id: string): Promise<Total> {
    const known = await findTotalById(tx, asked.projectId, id)
    if (known === null) throw notFound('not-found')
    await requireSeen(tx, asked, known.costDay)
    return known
  }

  async function singleOf(tx: Tx, asked: Asked, id: string): Promise<Single> {
    const found = (await findSingles(tx, asked.projectId, [id])).get(id)
    if (found === undefined || found.isRemoved) throw notFound('not-found')
    const { isRemoved: _removed, ...known } = found
    await requireSeen(tx, asked, known.costDay)
    return known
  }

  return {
    correctTotal: (actor: Actor, projectId: string, id: string, { reason, ...input }: TotalCorrection): Promise<void> =>
      changeAsLead(deps, { actor, projectId, reason }, async (tx, by, now) => {
        const before = await totalOf(tx, { actor, projectId, reason }, id)
        const after: Total = {
          ...before,
          attempts: input.attempts ?? before.attempts,
          successes: input.successes ?? before.successes,
          feedback: corrected(before.feedback, input.feedback, (mean) => ({ ...scored(mean), count: mean.count })),
          counters: input.counters ? cleanCounters(input.counters) : before.counters,
        }
        if (after.successes > after.attempts) throw invalid('outcome-more-successes')
        if (isSameTotal(before, after)) return null
        await saveTotals(tx, projectId, [{ ...after, source: by.source }], by, now)
        await saveChanges(tx, projectId, [{ before, after }], by, now)
        await saveCounterNames(tx, projectId, Object.keys(after.counters))
        if (after.feedback) await keepFirstScale(tx, projectId, after.feedback)
        await chooseDays(tx, projectId, [after])
        return { kind: 'outcomes.corrected', before: factsOf(before), after: factsOf(after) }
      }),

    /** The single outcomes of its day and task, if there are any, count again. */
    removeTotal: (actor: Actor, projectId: string, id: string, reason: string): Promise<void> =>
      changeAsLead(deps, { actor, projectId, reason }, async (tx, by, now) => {
        const before = await totalOf(tx, { actor, projectId, reason }, id)
        await deleteTotal(tx, projectId, before)
        await saveChanges(tx, projectId, [{ before, after: null }], by, now)
        await chooseDays(tx, projectId, [before])
        return { kind: 'outcomes.removed', before: factsOf(before) }
      }),

    correctSingle: (
      actor: Actor,
      projectId: string,
      id: string,
      { reason, ...input }: SingleCorrection,
    ): Promise<void> =>
      changeAsLead(deps, { actor, projectId, reason }, async (tx, by, now) => {
        const before = await singleOf(tx, { actor, projectId, reason }, id)
        const after: Single = {
          ...before,
          ...(input.task === undefined ? {} : { task: given(input.task) ?? '', saysTask: true }),
          success: input.success ?? before.success,
          feedback: corrected(before.feedback, input.feedback, scored),
          counters: input.counters ? cleanCounters(input.counters) : before.counters,
        }
        if (isSameSingle(before, after)) return null
        await saveSingles(tx, projectId, [{ ...after, source: by.source }], by, now)
        await saveChanges(tx, projectId, [{ before, after }], by, now)
        await saveCounterNames(tx, projectId, Object.keys(after.counters))
        if (after.feedback) await keepFirstScale(tx, projectId, after.feedback)
        await sumUp(tx, projectId, changeOf(before, after), [])
        return { kind: 'outcomes.corrected', before: factsOf(before), after: factsOf(after) }
      }),

    /** It stays known, so that it does not come back when its sender tells of it again. */
    removeSingle: (actor: Actor, projectId: string, id: string, reason: string): Promise<void> =>
      changeAsLead(deps, { actor, projectId, reason }, async (tx, by, now) => {
        const before = await singleOf(tx, { actor, projectId, reason }, id)
        await markRemoved(tx, projectId, id, now)
        await saveChanges(tx, projectId, [{ before, after: null }], by, now)
        await sumUp(tx, projectId, changeOf(before, null), [])
        return { kind: 'outcomes.removed', before: factsOf(before) }
      }),
  }
}

function changeOf(before: Single, after: Single | null) {
  return [{ single: before, sign: -1 } as const, ...(after ? [{ single: after, sign: 1 } as const] : [])]
}

/** Undefined: as it was. Null: taken away. */
function corrected<Known, Input>(
  known: Known | null,
  input: Input | null | undefined,
  read: (input: Input) => Known,
): Known | null {
  if (input === undefined) return known
  return input === null ? null : read(input)
}

function scored(input: { score: number; min: number; max: number }): Feedback {
  const feedback = feedbackOf(input)
  if (feedback === 'outcome-scale-invalid') throw invalid(feedback)
  return feedback
}
