import { DAY } from '../platform/clock.ts'
import { addDays, type CostDay, startOfDay } from '../platform/cost-day.ts'
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

/** What a faultless reader would have read at this simulated instant, grouped by project and line item. Both ends included. */
export function truthOf(world: World, from: CostDay, to: CostDay): TruthRow[] {
  world.spendLimits.settle()
  const now = world.now()
  const streams = world.streams()
  const rows: TruthRow[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const sums = new Map<string, { projectId: string | null; lineItem: string | null; units: number; crumbs: number }>()
    for (const stream of streams) {
      world.billing.charge(stream, startOfDay(day).getTime() / DAY, now, (charge) => {
        const lineItem = stream.components[charge.component]?.bill?.lineItem ?? null
        const name = JSON.stringify([stream.projectId, lineItem])
        const sum = sums.get(name) ?? { projectId: stream.projectId, lineItem, units: 0, crumbs: 0 }
        sums.set(name, { ...sum, units: sum.units + charge.units, crumbs: sum.crumbs + charge.crumbs })
      })
    }
    for (const { projectId, lineItem, units, crumbs } of sums.values()) {
      rows.push({ day, projectId, lineItem, amount: decimalText(units, crumbs), currency: 'usd' })
    }
  }
  return rows
}

export function truthTotal(rows: readonly TruthRow[]): string {
  return addDecimals('0', ...rows.map((row) => row.amount))
}
