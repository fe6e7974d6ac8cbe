import { DAY, HOUR } from '../platform/clock.ts'
import { addDays, type CostDay } from '../platform/cost-day.ts'

/** Two who tell of the same call may see it begin on two days; by more than this their clocks do not differ. */
const BORDER_MS = HOUR

/** The other day on which the same call may lie already; null away from the border of its day. */
export function neighbourOf({ at, costDay }: { at: Date; costDay: CostDay }): CostDay | null {
  const intoDay = at.getTime() % DAY
  if (intoDay < BORDER_MS) return addDays(costDay, -1)
  return DAY - intoDay <= BORDER_MS ? addDays(costDay, 1) : null
}
