import type { Database, Db } from '../platform/db/database.ts'

export type OutcomesDeps = {
  database: Database
  /** The clock that all processes share. */
  sharedNow(on?: Db): Promise<Date>
  /** How long single outcomes are kept: as long as single calls. Their sums stay. */
  keptDays: number
}
