import { sql } from 'kysely'
import type { CallRecord } from '../../src/calls/index.ts'
import { createOutcomes } from '../../src/outcomes/index.ts'
import { callOf, createCallsBench } from '../calls/bench.ts'

export const KEY = '00000000-0000-4000-8000-00000000000a'

export type OutcomesBench = Awaited<ReturnType<typeof createOutcomesBench>>
export type SumsOfDay = {
  task: string
  day: string
  attempts: number
  successes: number
  feedback: string
  given: number
}

/** Outcomes beside calls in a database of their own, with a clock that stands still at 2026-11-23T12:00:00Z. */
export async function createOutcomesBench(keptDays = 90) {
  const calls = await createCallsBench(keptDays)
  const { database, db, clock } = calls
  const outcomes = createOutcomes({
    database,
    sharedNow: async () => clock.now(),
    keptDays,
    project: async (_actor, id) => ({ id, name: '검색', teamId: '', archivedAt: null }),
  })

  return {
    ...calls,
    outcomes,

    /** By a program with a key of the project. */
    async send(projectId: string, items: readonly unknown[]) {
      return outcomes.record({ id: KEY, projectId }, items, (code) => code)
    },

    async results(projectId: string, items: readonly unknown[]): Promise<string[]> {
      const answers = await outcomes.record({ id: KEY, projectId }, items, (code) => code)
      return answers.map(({ result, reason }) => reason ?? result)
    },

    call: (projectId: string, given: Partial<CallRecord>) => calls.calls.record([callOf(projectId, given)]),

    async days(projectId: string): Promise<SumsOfDay[]> {
      const { rows } = await sql<SumsOfDay>`
        select task, cost_day as day, attempts, successes, trim_scale(feedback_sum)::text as feedback,
          feedback_count as given
        from outcome_days where project_id = ${projectId} order by cost_day, task`.execute(db)
      return rows
    },

    async close() {
      await outcomes.close()
      await calls.close()
    },
  }
}
