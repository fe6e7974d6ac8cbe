import { type Clock, MINUTE } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { databaseTime } from '../platform/db/database-time.ts'
import type { Jobs } from '../platform/jobs/jobs.ts'

export type Readiness = { ready: boolean; database: boolean; jobs: boolean; clock: boolean }

const MAX_CLOCK_SKEW_MS = MINUTE
const DATABASE_PATIENCE_MS = 3_000

/** Ready: the database answers, the jobs of this process run (where it has any), and the clocks agree. */
export async function readiness(deps: {
  database: Database
  jobs: Jobs
  runsJobs: boolean
  clock: Clock
}): Promise<Readiness> {
  const databaseNow = await timeOf(deps.database)
  const database = databaseNow !== null
  const clock = databaseNow !== null && Math.abs(databaseNow.getTime() - deps.clock.now().getTime()) < MAX_CLOCK_SKEW_MS
  const jobs = !deps.runsJobs || deps.jobs.isStarted()
  return { ready: database && jobs && clock, database, jobs, clock }
}

async function timeOf(database: Database): Promise<Date | null> {
  const patience = Promise.withResolvers<null>()
  const timer = setTimeout(() => patience.resolve(null), DATABASE_PATIENCE_MS)
  try {
    return await Promise.race([databaseTime(database.db), patience.promise])
  } catch {
    return null
  } finally {
    clearTimeout(timer)
  }
}
