import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'

export type ReportsDeps = {
  db: Db
  clock: Clock
  sentence(code: string): string
  sendsMail: boolean
  nextCollectionAt(): Date | null
}
