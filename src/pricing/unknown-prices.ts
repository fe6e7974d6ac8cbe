import { addDecimals } from '../platform/money.ts'
import type { UnknownPrice } from './api.ts'
import { unitOf } from './parts.ts'
import type { PriceTable } from './price-table.ts'
import { priceUsage, toolName } from './price-usage.ts'
import type { UnpricedUse } from './store/usage.ts'
import { tierOf } from './tier.ts'

/** What was used without a price of its own, the most recent first; by the prices of its last day. */
export function unknownPrices(table: PriceTable, uses: readonly UnpricedUse[]): UnknownPrice[] {
  return uses
    .map((use) => ({
      model: toolName(use.kind) ?? use.model,
      kind: use.kind,
      tier: tierOf(use) ?? ('standard' as const),
      since: use.since,
      until: use.until,
      parts: priceUsage(table, use, use.until, use).unpriced.map(({ part, quantity, amount }) => ({
        part,
        unit: unitOf(part),
        quantity,
        counted: amount !== null,
      })),
      projects: use.projects.toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    }))
    .filter(({ parts }) => parts.length > 0)
    .toSorted((left, right) => (left.until === right.until ? 0 : left.until < right.until ? 1 : -1))
}

export function missingTokens(items: readonly UnknownPrice[]): string {
  const missing = items.flatMap(({ parts }) =>
    parts.flatMap(({ unit, quantity, counted }) => (unit === 'million-tokens' && !counted ? [quantity ?? '0'] : [])),
  )
  return addDecimals('0', ...missing)
}
