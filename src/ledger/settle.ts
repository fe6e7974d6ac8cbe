import { HOUR } from '../platform/clock.ts'
import { addDays, type CostDay, startOfDay } from '../platform/cost-day.ts'

/** OpenAI corrects past days for 8–24 hours, sometimes for days; nobody documents how long. */
const CLOSED_FOR_HOURS = 72
const UNCHANGED_FOR_HOURS = 48

/** A day is settled (확정) once it has been closed for three days and its bill has stood still for two. */
export function isSettled(day: CostDay, readAt: Date, lastChangedAt: Date | null): boolean {
  const closedAt = startOfDay(addDays(day, 1)).getTime()
  if (readAt.getTime() - closedAt < CLOSED_FOR_HOURS * HOUR) return false
  return lastChangedAt === null || readAt.getTime() - lastChangedAt.getTime() >= UNCHANGED_FOR_HOURS * HOUR
}
