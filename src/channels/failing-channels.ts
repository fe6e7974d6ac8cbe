import { DAY } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'
import { type FailingChannel, failingAddresses, failingMailServer, failingSlack } from './store/health.ts'

const REMEMBERED = 7 * DAY

/** What a person has to repair so that an alarm arrives, oldest first. `teamIds: null` is the whole workspace. */
export async function failingChannels(db: Db, teamIds: readonly string[] | null, now: Date): Promise<FailingChannel[]> {
  const after = new Date(now.getTime() - REMEMBERED)
  const found = [
    ...(teamIds === null ? await failingMailServer(db) : []),
    ...(await failingSlack(db, teamIds)),
    ...(await failingAddresses(db, teamIds, after)),
  ]
  return found.toSorted((one, other) => one.since.getTime() - other.since.getTime())
}
