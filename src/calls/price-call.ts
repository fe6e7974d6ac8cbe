import { type PriceTable, priceUsage, type Quantities, type UsageSeries } from '../pricing/index.ts'
import type { CallCost } from './call.ts'
import type { CleanCall } from './clean-call.ts'

const NOT_CHARGED: CallCost = { cost: '0', costFrom: 'none', unpriced: false }
const NOTHING_TO_PRICE: CallCost = { cost: null, costFrom: 'none', unpriced: false }
const UNKNOWN: CallCost = { cost: null, costFrom: 'none', unpriced: true }

const FIRST_REFUSAL = 400

/**
 * What a call costs by the prices of its day. What the provider itself says wins; a call that was refused, by us or by
 * the provider, is not charged; one whose usage or price nobody knows is unknown and never free.
 */
export function priceCall(table: PriceTable, call: CleanCall): CallCost {
  const { kind, quantities } = call
  if (call.providerCost !== null) return { cost: call.providerCost, costFrom: 'provider', unpriced: false }
  if (call.result === 'refused') return NOT_CHARGED
  if (quantities === null && call.result === 'error' && (call.status ?? 0) >= FIRST_REFUSAL) return NOT_CHARGED
  if (kind === null) return NOTHING_TO_PRICE
  if (quantities === null) return UNKNOWN
  const { cost, from, unpriced } = priceUsage(table, seriesOf(call, kind), call.costDay, quantities)
  if (from === 'none' && unpriced.length > 0) return UNKNOWN
  return { cost, costFrom: from, unpriced: unpriced.length > 0 }
}

function seriesOf(call: CleanCall, kind: UsageSeries['kind']): UsageSeries {
  const { batch, serviceTier, size } = call
  return { kind, model: modelOf(call), batch, serviceTier, size, source: null, contextLevel: null }
}

/** What was served is what is charged. */
export function modelOf({ modelServed, modelAsked }: Pick<CleanCall, 'modelServed' | 'modelAsked'>): string | null {
  return modelServed ?? modelAsked
}

/** Whether a record that was merged has to be priced anew. */
export function isPricedAlike(left: CleanCall, right: CleanCall): boolean {
  return keyOf(left) === keyOf(right)
}

function keyOf(call: CleanCall): string {
  const { kind, batch, serviceTier, size, costDay, providerCost, result, status } = call
  const counts: Quantities | null = call.quantities
  return JSON.stringify([kind, modelOf(call), batch, serviceTier, size, costDay, providerCost, result, status, counts])
}
