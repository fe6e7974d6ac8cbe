import type { Part } from './parts.ts'
import type { FoundRate, PriceList } from './price-table.ts'
import { compareRates } from './rate.ts'
import { type Tier, tierOf } from './tier.ts'
import type { UsageSeries } from './usage.ts'

export type TierRate = FoundRate & {
  /** The tier is dearer than standard and its price is not known: the standard price is the least that it costs. */
  isFloor: boolean
}

export type Rates = { of(part: Part): TierRate | null }

/** A discount that is not sold is not given: cached and cache-written input then costs what input costs. */
const UNDISCOUNTED: Partial<Record<Part, Part>> = {
  'cached input': 'input',
  'cache write': 'input',
  'cached audio input': 'audio input',
  'cached image input': 'image input',
}

const remembered = new WeakMap<PriceList, Map<Tier | null, Rates>>()

/** The price of each part in the tier of a series. Batch and flex fall back to the standard price, which is dearer. */
export function ratesFor(list: PriceList, series: UsageSeries): Rates {
  const tier = tierOf(series)
  const ofList = remembered.get(list) ?? new Map<Tier | null, Rates>()
  remembered.set(list, ofList)
  const rates = ofList.get(tier) ?? readRates(list, tier)
  ofList.set(tier, rates)
  return rates
}

function readRates(list: PriceList, tier: Tier | null): Rates {
  const known = new Map<Part, TierRate | null>()
  return {
    of(part) {
      const before = known.get(part)
      if (before !== undefined) return before
      const found = tier === null ? dearest(list, part) : inTier(list, tier, part)
      known.set(part, found)
      return found
    },
  }
}

function inTier(list: PriceList, tier: Tier, part: Part): TierRate | null {
  const own = ownOrUndiscounted(list, tier, part)
  if (own) return { ...own, isFloor: false }
  const standard = tier === 'standard' ? null : ownOrUndiscounted(list, 'standard', part)
  return standard && { ...standard, isFloor: tier === 'priority' }
}

function ownOrUndiscounted(list: PriceList, tier: Tier, part: Part): FoundRate | null {
  const plain = UNDISCOUNTED[part]
  const own = list.find(tier, part)
  return own || plain === undefined ? own : list.find(tier, plain)
}

function dearest(list: PriceList, part: Part): TierRate | null {
  const found = (['standard', 'priority'] as const).flatMap((tier) => ownOrUndiscounted(list, tier, part) ?? [])
  const [first, ...others] = found
  if (first === undefined) return null
  const best = others.reduce((top, one) => (compareRates(one.rate, top.rate) > 0 ? one : top), first)
  return { ...best, isFloor: found.length < 2 }
}
