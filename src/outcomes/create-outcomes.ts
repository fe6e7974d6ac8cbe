import { createReportVersion } from '../calls/index.ts'
import type { Actor } from '../people/actor.ts'
import type { OutcomeAnswer } from './api.ts'
import { createCorrections } from './correct.ts'
import { createFiles } from './csv/files.ts'
import type { OutcomesDeps } from './deps.ts'
import { enterOutcomes } from './enter.ts'
import { dropOldSingles, takeTasksOfCalls } from './mind.ts'
import type { Teller } from './outcome.ts'
import { createReads } from './read.ts'
import { recordOutcomes } from './record.ts'
import { chooseScale } from './set-scale.ts'
import { takeOutcomes } from './take-outcomes.ts'

export type Outcomes = ReturnType<typeof createOutcomes>
type Sentence = (code: string) => string

export function createOutcomes(deps: OutcomesDeps) {
  const { database, sharedNow, keptDays } = deps
  const { db } = database
  const reports = createReportVersion(db)

  return {
    /** What a program sends with a key of its project. */
    async record(
      caller: { id: string; projectId: string },
      items: readonly unknown[],
      sentence: Sentence,
    ): Promise<OutcomeAnswer[]> {
      const { id: keyId, projectId } = caller
      const now = await sharedNow()
      const by: Teller = { source: 'api', keyId, personId: null, name: null, mayReplace: true, reason: null }
      const taken = takeOutcomes(items, { now, keptDays }, sentence)
      const { answers } = await db
        .transaction()
        .execute((tx) => recordOutcomes(tx, { projectId, by, now }, taken.given))
      if (answers.some(({ result }) => result === 'stored' || result === 'replaced')) await reports.moved()
      return taken.answers(answers)
    },

    enter: (
      actor: Actor,
      projectId: string,
      input: { outcomes: readonly unknown[]; reason: string },
      sentence: Sentence,
    ): Promise<OutcomeAnswer[]> => enterOutcomes(deps, actor, projectId, input, sentence),

    chooseScale: (actor: Actor, projectId: string, scale: { min: number; max: number }) =>
      chooseScale(deps, actor, projectId, scale),

    ...createCorrections(deps),
    ...createReads(deps),
    files: createFiles(deps),

    async takeTasksOfCalls(): Promise<number> {
      const moved = await takeTasksOfCalls(deps)
      if (moved > 0) await reports.moved()
      return moved
    },

    dropOld: (): Promise<number> => dropOldSingles(deps),

    /** What the pages are still owed is told. */
    close: (): Promise<void> => reports.close(),
  }
}
