export { PriceTable } from './price-table.ts'
export { type Priced, type PricedPart, priceUsage } from './price-usage.ts'
export { nothingCounted, type Quantities, seriesOf, USAGE_KINDS, type UsageKind, type UsageSeries } from './usage.ts'
