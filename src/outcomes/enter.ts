import type { Actor } from '../people/actor.ts'
import type { OutcomeAnswer } from './api.ts'
import type { Decided } from './decide-all.ts'
import type { OutcomesDeps } from './deps.ts'
import type { Single, Total } from './outcome.ts'
import { takeOutcomes } from './take-outcomes.ts'
import { type Deed, enterAsPerson, openProject, personAs } from './write-as-person.ts'

/** What a person enters by form, or by a program with a token of theirs. */
export async function enterOutcomes(
  deps: OutcomesDeps,
  actor: Actor,
  projectId: string,
  { outcomes, reason }: { outcomes: readonly unknown[]; reason: string },
  sentence: (code: string) => string,
): Promise<OutcomeAnswer[]> {
  const project = await openProject(deps, actor, projectId)
  const by = personAs(actor, project, actor.via === 'token' ? 'api' : 'form', reason)
  const now = await deps.sharedNow()
  const taken = takeOutcomes(outcomes, { now, keptDays: deps.keptDays }, sentence)
  return taken.answers(await enterAsPerson(deps, { actor, project, by }, taken.given, deedOf))
}

function deedOf({ answers, replaced, totals }: Decided): Deed {
  const [change, other] = replaced
  if (change && !other && answers.length === 1) {
    return { kind: 'outcomes.corrected', before: factsOf(change.before), after: change.after && factsOf(change.after) }
  }
  const [total, second] = totals
  if (total && !second && answers.length === 1) return { kind: 'outcomes.entered', after: factsOf(total) }
  const count = (wanted: string) => answers.filter(({ result }) => result === wanted).length
  return { kind: 'outcomes.entered', after: { stored: count('stored'), replaced: count('replaced') } }
}

/** As the record of actions tells it. */
export function factsOf(outcome: Single | Total): Record<string, unknown> {
  const { costDay, task, feedback } = outcome
  const counts =
    'attempts' in outcome
      ? { attempts: outcome.attempts, successes: outcome.successes }
      : { outcome: outcome.id, success: outcome.success }
  return { costDay, task: task || null, ...counts, feedback: feedback?.score ?? null }
}
