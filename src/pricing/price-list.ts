import type { ListPrice, OwnPrice, PricedModel } from './api.ts'
import type { KeptLine, KeptPrices } from './kept-prices.ts'
import { pricedParts, unitOf } from './parts.ts'
import type { PriceTable } from './price-table.ts'
import { toolName } from './price-usage.ts'
import type { OverrideRow } from './store/overrides.ts'
import type { UsageKind } from './usage.ts'

type Known = {
  kept: KeptPrices
  table: PriceTable
  overrides: readonly OverrideRow[]
  used: readonly { kind: UsageKind; model: string | null }[]
}

/** Every model with a price: its list prices, the entered ones beside them, and whether it matters at present. */
export function priceList({ kept, table, overrides, used }: Known, search = ''): PricedModel[] {
  const usedNames = new Set(
    used.flatMap(({ kind, model }) => [toolName(kind) ?? '', ...(model ? table.names(model) : [])]),
  )
  const entries = Object.entries(kept.models).map(([model, { names, note }]) => ({ model, names, note: note ?? null }))
  const listed = new Set(entries.flatMap(({ model, names }) => [model, ...names]))
  const others = [...new Set(overrides.map(({ model }) => model))].filter((model) => !listed.has(model))
  const wanted = search.trim().toLowerCase()
  return [...entries, ...others.map((model) => ({ model, names: [model], note: null }))]
    .filter(({ names }) => names.some((name) => name.includes(wanted)))
    .map((entry) => ({
      ...entry,
      usedRecently: [entry.model, ...entry.names].some((name) => usedNames.has(name)),
      lines: kept.lines.filter(({ model }) => model === entry.model).map((line) => listPrice(line, kept)),
      own: overrides.filter(({ model }) => model === entry.model || entry.names.includes(model)).map(ownPrice),
    }))
}

export function ownPrice({ at, ...row }: OverrideRow): OwnPrice {
  return { ...row, unit: unitOf(row.part), at: at.toISOString() }
}

function listPrice({ tier, validFrom, source, prices, longContext }: KeptLine, kept: KeptPrices): ListPrice {
  const found = kept.sources[source]
  if (!found) throw new Error(`no source is named ${source}`)
  return {
    tier,
    validFrom,
    source: found,
    prices: partPrices(prices),
    longContext: longContext ? { above: longContext.above, prices: partPrices(longContext.prices) } : null,
  }
}

function partPrices(prices: Readonly<Partial<Record<string, string>>>): ListPrice['prices'] {
  return pricedParts(prices).map(([part, price]) => ({ part, unit: unitOf(part), price }))
}
