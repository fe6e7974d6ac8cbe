import type { CallRecord, RecordAnswer } from './call.ts'
import type { Alongside, CallsDeps } from './deps.ts'
import { createCallPartitions } from './partitions.ts'
import { record } from './record.ts'
import { knownProjects } from './store/known-projects.ts'

export type Calls = ReturnType<typeof createCalls>

export function createCalls(deps: CallsDeps) {
  const partitions = createCallPartitions(deps)
  const projects = knownProjects(deps.database.db)

  return {
    /** At most some thousands at once: each batch is one transaction. */
    record: (records: readonly CallRecord[], alongside?: Alongside): Promise<RecordAnswer[]> =>
      record({ ...deps, partitions, projects }, records, alongside),

    partitions,
  }
}
