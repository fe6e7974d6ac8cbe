import type { CostDay } from '../platform/cost-day.ts'
import type { KeptLine, KeptPrices } from './kept-prices.ts'
import { namesOf, withoutLongContext } from './model-name.ts'
import { type Part, pricedParts, unitOf } from './parts.ts'
import { type Rate, rateOf } from './rate.ts'
import type { Tier } from './tier.ts'

export type PriceOverride = { model: string; part: Part; tier: Tier; price: string; validFrom: CostDay }

export type FoundRate = { rate: Rate; from: 'table' | 'override'; validFrom: CostDay | null }

/** The prices of one model name on one cost day. */
export type PriceList = {
  /** The entry of the kept table that the name belongs to. */
  readonly baseModel: string | null
  find(tier: Tier, part: Part): FoundRate | null
}

type Version = { validFrom: CostDay | null; rates: ReadonlyMap<Part, Rate> }
type Kept = ReadonlyMap<string, readonly Version[]>

const MOST_REMEMBERED = 20_000

/** Every price known at one moment, ready to be asked by name and day. Built once, asked a hundred thousand times. */
export class PriceTable {
  readonly #entryOf = new Map<string, string>()
  readonly #kept: Kept
  readonly #longContext: Kept
  readonly #overrides: Kept
  readonly #lists = new Map<string, PriceList>()

  constructor(kept: KeptPrices, overrides: readonly PriceOverride[]) {
    for (const [entry, { names }] of Object.entries(kept.models)) {
      for (const name of names) this.#entryOf.set(name, entry)
    }
    this.#kept = versionsBy(kept.lines, ({ prices }) => prices)
    this.#longContext = versionsBy(kept.lines, (line) => longContextOf(line))
    this.#overrides = overridesBy(overrides)
  }

  list(model: string, day: CostDay): PriceList {
    const key = `${day} ${model}`
    const known = this.#lists.get(key)
    if (known) return known
    if (this.#lists.size >= MOST_REMEMBERED) this.#lists.clear()
    const list = this.#read(model, day)
    this.#lists.set(key, list)
    return list
  }

  /** The names under which a price of the model may be entered, the closest first. */
  names(model: string): readonly string[] {
    return this.#find(model).names
  }

  #find(model: string): { names: readonly string[]; baseModel: string | null; isLong: boolean } {
    const own = model.trim().toLowerCase()
    const short = withoutLongContext(own)
    const named = namesOf(short ?? own)
    const name = named.find((one) => this.#entryOf.has(one))
    const baseModel = (name && this.#entryOf.get(name)) ?? null
    // Another entry's name, found only by cutting off the date, does not reach over this entry's own price.
    const reach = name ? named.slice(0, named.indexOf(name) + 1) : named
    const names = [...new Set([own, ...reach, ...(baseModel ? [baseModel] : [])])]
    return { names, baseModel, isLong: short !== null }
  }

  #read(model: string, day: CostDay): PriceList {
    const { names, baseModel, isLong } = this.#find(model)
    const kept = isLong ? this.#longContext : this.#kept
    return {
      baseModel,
      find: (tier, part) => {
        for (const one of names) {
          const found = newest(this.#overrides.get(`${one} ${tier}`), part, day, 'override')
          if (found) return found
        }
        return baseModel ? newest(kept.get(`${baseModel} ${tier}`), part, day, 'table') : null
      },
    }
  }
}

/** The version of a price that holds on the day. */
function newest(
  versions: readonly Version[] | undefined,
  part: Part,
  day: CostDay,
  from: FoundRate['from'],
): FoundRate | null {
  const version = versions?.findLast(({ validFrom, rates }) => rates.has(part) && (validFrom ?? day) <= day)
  const rate = version?.rates.get(part)
  return version && rate ? { rate, from, validFrom: version.validFrom } : null
}

function versionsBy(
  lines: readonly KeptLine[],
  pricesOf: (line: KeptLine) => Readonly<Partial<Record<string, string>>>,
): Kept {
  const found = new Map<string, Version[]>()
  for (const line of lines.toSorted(byDay)) {
    const key = `${line.model} ${line.tier}`
    found.set(key, [...(found.get(key) ?? []), { validFrom: line.validFrom, rates: ratesOf(pricesOf(line)) }])
  }
  return found
}

function longContextOf({ prices, longContext }: KeptLine): Readonly<Partial<Record<string, string>>> {
  return { ...prices, ...longContext?.prices }
}

function overridesBy(overrides: readonly PriceOverride[]): Kept {
  const found = new Map<string, Version[]>()
  for (const { model, part, tier, price, validFrom } of overrides.toSorted(byDay)) {
    const key = `${model.trim().toLowerCase()} ${tier}`
    found.set(key, [...(found.get(key) ?? []), { validFrom, rates: ratesOf({ [part]: price }) }])
  }
  return found
}

function ratesOf(prices: Readonly<Partial<Record<string, string>>>): ReadonlyMap<Part, Rate> {
  return new Map(pricedParts(prices).map(([part, price]) => [part, rateOf(price, unitOf(part))]))
}

function byDay(left: { validFrom: CostDay | null }, right: { validFrom: CostDay | null }): number {
  const [a, b] = [left.validFrom ?? '', right.validFrom ?? '']
  return a === b ? 0 : a < b ? -1 : 1
}
