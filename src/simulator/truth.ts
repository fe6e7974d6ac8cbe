import { DAY } from '../platform/clock.ts'
import { addDays, type CostDay, daysBetween, startOfDay } from '../platform/cost-day.ts'
import { addDecimals } from '../platform/money.ts'
import { decimalText } from './amount.ts'
import type { World } from './world.ts'

export type TruthRow = {
  readonly day: CostDay
  readonly projectId: string | null
  readonly lineItem: string | null
  /** Exact decimal text. */
  readonly amount: string
  readonly currency: 'usd'
}

type Sum = { projectId: string | null; lineItem: string | null; units: number; crumbs: number }

/** What a faultless reader would have read at this simulated instant, grouped by project and line item. Both ends included. */
export function truthOf(world: World, from: CostDay, to: CostDay): TruthRow[] {
  return daysBetween(from, to).flatMap((day) => {
    const sums = new Map<string, Sum>()
    eachCharge(world, day, (projectId, lineItem, units, crumbs) => {
      const name = `${projectId} ${lineItem}`
      const sum = sums.get(name) ?? { projectId, lineItem, units: 0, crumbs: 0 }
      sum.units += units
      sum.crumbs += crumbs
      sums.set(name, sum)
    })
    return [...sums.values()].map(({ projectId, lineItem, units, crumbs }) => ({
      day,
      projectId,
      lineItem,
      amount: decimalText(units, crumbs),
      currency: 'usd' as const,
    }))
  })
}

/** The sum alone, for organizations whose rows nobody wants to hold. */
export function truthTotal(world: World, from: CostDay, to: CostDay): string {
  let total = '0'
  for (let day = from; day <= to; day = addDays(day, 1)) {
    let dayUnits = 0
    let dayCrumbs = 0
    eachCharge(world, day, (_projectId, _lineItem, units, crumbs) => {
      dayUnits += units
      dayCrumbs += crumbs
    })
    total = addDecimals(total, decimalText(dayUnits, dayCrumbs))
  }
  return total
}

function eachCharge(
  world: World,
  day: CostDay,
  visit: (projectId: string | null, lineItem: string | null, units: number, crumbs: number) => void,
): void {
  const now = world.now()
  const index = startOfDay(day).getTime() / DAY
  for (const stream of world.streams()) {
    world.billing.charge(stream, index, now, ({ component, units, crumbs }) =>
      visit(stream.projectId, stream.components[component]?.bill?.lineItem ?? null, units, crumbs),
    )
  }
}
