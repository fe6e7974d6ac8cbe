import type { Actor } from '../people/actor.ts'
import { invalid } from '../platform/errors.ts'
import { feedbackOf } from './clean-outcome.ts'
import type { OutcomesDeps } from './deps.ts'
import { setScale } from './store/project-facts.ts'
import { readOutcomeScales } from './store/read-days.ts'
import { changeAsLead } from './write-as-person.ts'

/** How a project shows its feedback; what was recorded is not touched by it. */
export async function chooseScale(
  deps: OutcomesDeps,
  actor: Actor,
  projectId: string,
  input: { min: number; max: number },
): Promise<{ min: string; max: string }> {
  const scale = feedbackOf({ ...input, score: input.min })
  if (scale === 'outcome-scale-invalid') throw invalid(scale)
  const { min, max } = scale
  await changeAsLead(deps, { actor, projectId, reason: '' }, async (tx) => {
    const before = (await readOutcomeScales(tx, [projectId])).get(projectId)
    if (before?.min === min && before.max === max) return null
    await setScale(tx, projectId, { min, max })
    return {
      kind: 'outcomes.scale-changed',
      before: before ? { scale: `${before.min}–${before.max}` } : null,
      after: { scale: `${min}–${max}` },
    }
  })
  return { min, max }
}
