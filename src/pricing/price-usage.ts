import type { CostDay } from '../platform/cost-day.ts'
import { countedParts } from './counted-parts.ts'
import type { Part } from './parts.ts'
import type { FoundRate, PriceList, PriceTable } from './price-table.ts'
import { decimalOf, unitsFor } from './rate.ts'
import { ratesFor } from './tier-rates.ts'
import type { Quantities, UsageKind, UsageSeries } from './usage.ts'

export type PricedPart = {
  part: Part
  /** Null: the provider did not say how much. */
  quantity: string | null
  /** USD per piece; null where no price is known. */
  unitPrice: string | null
  amount: string | null
}

export type Priced = {
  /** Exact USD of all that has a price. */
  cost: string
  /** What has no price of its own. With an amount: counted at the standard price, which is the least that it costs. */
  unpriced: readonly PricedPart[]
  parts: readonly PricedPart[]
  /** The entry of the price table that the model's name belongs to. */
  baseModel: string | null
  from: 'table' | 'override' | 'none'
  /** Since when the newest of the prices used holds; null: since ever. */
  validFrom: CostDay | null
}

/** Tools are sold by the call or the session: their prices stand under these names, whatever model called them. */
const TOOL_NAMES: Partial<Record<UsageKind, string>> = {
  vector_stores: 'file search storage',
  code_interpreter_sessions: 'code interpreter',
  file_search_calls: 'file search',
  web_search_calls: 'web search',
}

export function toolName(kind: UsageKind): string | null {
  return TOOL_NAMES[kind] ?? null
}

export function isToolName(name: string): boolean {
  return Object.values(TOOL_NAMES).includes(name)
}

/**
 * What usage costs by the prices of its cost day. A price depends on the series and the day alone, so a day that is
 * split in any way costs the same in sum. Where usage does not tell two prices apart, the dearer one is taken.
 */
export function priceUsage(table: PriceTable, series: UsageSeries, day: CostDay, quantities: Quantities): Priced {
  const list = listFor(table, series, day)
  const rates = ratesFor(list, series)
  let cost = 0n
  const parts: PricedPart[] = []
  const unpriced: PricedPart[] = []
  const used: FoundRate[] = []
  for (const { part, quantity } of countedParts(series, quantities, rates)) {
    const found = rates.of(part)
    const units = found === null || quantity === null ? null : unitsFor(found.rate, quantity)
    const priced = {
      part,
      quantity: quantity?.toString() ?? null,
      unitPrice: found === null ? null : decimalOf(unitsFor(found.rate, 1n)),
      amount: units === null ? null : decimalOf(units),
    }
    parts.push(priced)
    if (units === null || found === null || found.isFloor) unpriced.push(priced)
    if (found !== null) used.push(found)
    cost += units ?? 0n
  }
  return {
    cost: decimalOf(cost),
    unpriced,
    parts,
    baseModel: list.baseModel,
    from: used.length === 0 ? 'none' : used.some(({ from }) => from === 'override') ? 'override' : 'table',
    validFrom: used.reduce<CostDay | null>((newest, { validFrom }) => later(newest, validFrom), null),
  }
}

export type UsageCost = Pick<Priced, 'cost' | 'from'> & {
  /** Some of it has no price of its own, or nobody said how much it was. */
  isUnpriced: boolean
}

/** The same without saying of what it consists, for a thousand calls at once. */
export function costOfUsage(table: PriceTable, series: UsageSeries, day: CostDay, quantities: Quantities): UsageCost {
  const rates = ratesFor(listFor(table, series, day), series)
  let cost = 0n
  let isUnpriced = false
  let from: Priced['from'] = 'none'
  for (const { part, quantity } of countedParts(series, quantities, rates)) {
    const found = rates.of(part)
    if (found === null || found.isFloor || quantity === null) isUnpriced = true
    if (found === null) continue
    if (from !== 'override') from = found.from
    if (quantity !== null) cost += unitsFor(found.rate, quantity)
  }
  return { cost: decimalOf(cost), from, isUnpriced }
}

function listFor(table: PriceTable, { kind, model }: UsageSeries, day: CostDay): PriceList {
  const own = table.list(model ?? '', day)
  const name = toolName(kind)
  if (name === null) return own
  const tool = table.list(name, day)
  // A few models have a price of their own for the calls of a tool.
  return { baseModel: tool.baseModel, find: (tier, part) => own.find(tier, part) ?? tool.find(tier, part) }
}

function later(left: CostDay | null, right: CostDay | null): CostDay | null {
  return left !== null && (right === null || left > right) ? left : right
}
