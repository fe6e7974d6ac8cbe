import type { CostDay } from '../platform/cost-day.ts'
import type { CallRecord, RecordAnswer } from './call.ts'
import type { Alongside, CallsDeps } from './deps.ts'
import { groupRecords } from './group-records.ts'
import { createCallPartitions } from './partitions.ts'
import { record } from './record.ts'
import { createReportVersion } from './report-version.ts'
import { dropHoursBefore } from './store/drop.ts'
import { knownProjects } from './store/known-projects.ts'

export type Calls = ReturnType<typeof createCalls>

export function createCalls(deps: CallsDeps) {
  const partitions = createCallPartitions(deps)
  const projects = knownProjects(deps.database.db)
  const reports = createReportVersion(deps.database.db)

  const recordAll = groupRecords(async (records, alongside) => {
    const answers = await record({ ...deps, partitions, projects }, records, alongside)
    if (answers.some(({ result }) => result === 'stored' || result === 'merged')) await reports.moved()
    return answers
  })

  return {
    /** At most some thousands at once: they are one transaction, which they may share with others. */
    record: (records: readonly CallRecord[], alongside?: Alongside): Promise<RecordAnswer[]> =>
      recordAll(records, alongside),

    /** The first cost day of which single calls are kept. */
    firstKept: (): CostDay => partitions.firstKept(),

    makePartitions: (): Promise<void> => partitions.ensureAhead(),

    /** Single calls and their hours go, the sums of the days stay. Answers with the days that went. */
    async dropOld(): Promise<CostDay[]> {
      const days = await partitions.dropOld()
      await dropHoursBefore(deps.database.db, partitions.firstKept())
      return days
    },

    /** What the pages are still owed is told. */
    close: (): Promise<void> => reports.close(),
  }
}
