import { createReportVersion } from '../calls/index.ts'
import type { OutcomeAnswer } from './api.ts'
import type { OutcomesDeps } from './deps.ts'
import { recordOutcomes } from './record.ts'
import { takeOutcomes } from './take-outcomes.ts'

export type Outcomes = ReturnType<typeof createOutcomes>

export function createOutcomes({ database, sharedNow, keptDays }: OutcomesDeps) {
  const { db } = database
  const reports = createReportVersion(db)

  return {
    /** What a program sends with a key of its project. */
    async record(
      caller: { id: string; projectId: string },
      items: readonly unknown[],
      sentence: (code: string) => string,
    ): Promise<OutcomeAnswer[]> {
      const now = await sharedNow()
      const source = items.some((item) => isFromSdk(item)) ? 'sdk' : 'api'
      const by = { source, keyId: caller.id, personId: null, name: null, mayReplace: { reason: null } } as const
      const taken = takeOutcomes(items, { now, keptDays }, sentence)
      const answers = await db
        .transaction()
        .execute((tx) => recordOutcomes(tx, { projectId: caller.projectId, by, now }, taken.given))
      if (answers.some(({ result }) => result === 'stored' || result === 'replaced')) await reports.moved()
      return taken.answers(answers)
    },

    /** What the pages are still owed is told. */
    close: (): Promise<void> => reports.close(),
  }
}

function isFromSdk(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'source' in item && item.source === 'sdk'
}
