import { MINUTE } from '../platform/clock.ts'
import type { NoDataCause, OnNoData } from './threshold.ts'

/** What is known about the readings of the organizations behind a project. */
export type Readings = {
  /** Organizations without a key in use, of which one or all keys are broken. */
  brokenKeys: number
  /** Organizations without a key in use, nothing being broken: set aside by a person. */
  offKeys: number
  /** When the organization that was read least lately was last read; null: never since its key came. */
  lastReadAt: Date | null
}

export type Episode = { since: Date | null; toldAt: Date | null; stoppedAt: Date | null; cause: NoDataCause | null }

/** Polls come every five minutes; three missed ones are no accident. */
export const OVERDUE_MINUTES = 15
/** After a downtime every poll is overdue: the next one gets the time to come. */
const PATIENCE_MINUTES = 2
const STOP_AFTER_MINUTES = 30

export function causeOf({ brokenKeys, offKeys, lastReadAt }: Readings, at: Date): NoDataCause | null {
  if (brokenKeys > 0) return 'key-broken'
  if (offKeys > 0) return 'key-off'
  return lastReadAt !== null && isOlder(lastReadAt, OVERDUE_MINUTES, at) ? 'poll-overdue' : null
}

/** A key that somebody set aside is no news to them; everything else is told once, an overdue poll with some patience. */
export function isToBeTold({ since, toldAt, cause }: Episode, isPaused: boolean, at: Date): boolean {
  if (since === null || toldAt !== null || isPaused || cause === 'key-off') return false
  return cause === 'key-broken' || isOlder(since, PATIENCE_MINUTES, at)
}

/** Half an hour without a reading, where the threshold says that this is to stop the project. */
export function isToBeStopped(
  { since, stoppedAt }: Episode,
  threshold: { isPaused: boolean; onNoData: OnNoData; lastReadAt: Date | null },
  at: Date,
): boolean {
  if (threshold.onNoData !== 'stop' || threshold.isPaused || since === null || stoppedAt !== null) return false
  if (!isOlder(since, PATIENCE_MINUTES, at)) return false
  return isOlder(threshold.lastReadAt ?? since, STOP_AFTER_MINUTES, at)
}

function isOlder(instant: Date, minutes: number, at: Date): boolean {
  return at.getTime() - instant.getTime() > minutes * MINUTE
}
