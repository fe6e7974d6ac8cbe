import { HOUR } from '../platform/clock.ts'

const FIRST_AFTER = HOUR
const THEN_EVERY = 4 * HOUR

/** Which reminder is due now, counted from 1; null before the first. Those that were missed are not made up for. */
export function reminderDue(exceededAt: Date, now: Date): number | null {
  const passed = now.getTime() - exceededAt.getTime()
  return passed < FIRST_AFTER ? null : 1 + Math.floor((passed - FIRST_AFTER) / THEN_EVERY)
}
