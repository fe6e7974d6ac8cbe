import { HOUR, MINUTE } from '../../src/platform/clock.ts'
import { addDays, costDayOf, startOfDay } from '../../src/platform/cost-day.ts'

/** Runs on from yesterday noon (UTC), so that half a day is read whenever the bench is run, and can be put forward. */
export function shiftedClock() {
  const noon = startOfDay(addDays(costDayOf(new Date()), -1)).getTime() + 12 * HOUR
  let shift = noon - Date.now()
  return {
    now: () => new Date(Date.now() + shift),
    putForward(minutes: number): void {
      shift += minutes * MINUTE
    },
  }
}
