import { addDecimals, compareDecimals, isZero } from '../platform/money.ts'
import {
  costOfUsage,
  nothingCounted,
  type PriceTable,
  seriesOf as plainSeries,
  type UsageSeries,
} from '../pricing/index.ts'
import { type CallCost, TOOL_KINDS, TOOL_NAMES } from './call.ts'
import type { CleanCall } from './clean-call.ts'

const NOT_CHARGED: CallCost = { cost: '0', costFrom: 'none', unpriced: false }
const NOTHING_TO_PRICE: CallCost = { cost: null, costFrom: 'none', unpriced: false }
const UNKNOWN: CallCost = { cost: null, costFrom: 'none', unpriced: true }

const FIRST_REFUSAL = 400

/**
 * What a call costs. What the provider itself says wins, but of a call that the gateway has read it is a program that says
 * so: a hard limit must not hang on its word, so there it may only raise the cost.
 */
export function priceCall(table: PriceTable, call: CleanCall): CallCost {
  if (call.providerCost === null) return priceByTable(table, call)
  const told: CallCost = { cost: call.providerCost, costFrom: 'provider', unpriced: false }
  if (call.source !== 'gateway') return told
  const own = priceByTable(table, call)
  return own.cost !== null && compareDecimals(own.cost, told.cost ?? '0') > 0 ? own : told
}

/**
 * By the prices of its day. A call that was refused, by us or by the provider, is not charged; one whose usage or price
 * nobody knows is unknown and never free.
 */
function priceByTable(table: PriceTable, call: CleanCall): CallCost {
  const { quantities, tools } = call
  if (call.result === 'refused') return NOT_CHARGED
  if (quantities === null && call.result === 'error' && (call.status ?? 0) >= FIRST_REFUSAL) return NOT_CHARGED
  const own = priceModel(table, call)
  return tools === null ? own : withTools(table, call, own)
}

function priceModel(table: PriceTable, call: CleanCall): CallCost {
  const { kind, quantities } = call
  if (kind === null) return NOTHING_TO_PRICE
  if (quantities === null) return kind === 'moderations' ? priceModeration(table, call) : UNKNOWN
  const { cost, from, isUnpriced } = costOfUsage(table, seriesOf(call, kind), call.costDay, quantities)
  if (from === 'none' && isUnpriced) return UNKNOWN
  return { cost, costFrom: from, unpriced: isUnpriced }
}

/** Its answer tells no tokens. As long as they are free that is no matter. */
function priceModeration(table: PriceTable, call: CleanCall): CallCost {
  const one = { ...nothingCounted, inputTokens: 1 }
  const { cost, from } = costOfUsage(table, seriesOf(call, 'moderations'), call.costDay, one)
  return from !== 'none' && isZero(cost) ? { cost, costFrom: from, unpriced: false } : UNKNOWN
}

/** Tools are paid beside tokens, by the call or the session, in no tier. */
function withTools(table: PriceTable, call: CleanCall, own: CallCost): CallCost {
  let sum = own
  for (const name of TOOL_NAMES) {
    const [kind, count] = [TOOL_KINDS[name], call.tools?.[name] ?? 0]
    if (count > 0) sum = plus(sum, kind === null ? UNKNOWN : priceTool(table, call, kind, count))
  }
  return sum
}

function priceTool(table: PriceTable, call: CleanCall, kind: UsageSeries['kind'], count: number): CallCost {
  const counts = { ...nothingCounted, toolCalls: count, sessions: count }
  const series = plainSeries(kind, { model: modelOf(call) })
  const { cost, from, isUnpriced } = costOfUsage(table, series, call.costDay, counts)
  return from === 'none' ? UNKNOWN : { cost, costFrom: from, unpriced: isUnpriced }
}

function plus(left: CallCost, right: CallCost): CallCost {
  const cost =
    left.cost === null || right.cost === null ? (left.cost ?? right.cost) : addDecimals(left.cost, right.cost)
  return { cost, costFrom: dominant(left.costFrom, right.costFrom), unpriced: left.unpriced || right.unpriced }
}

function dominant(left: CallCost['costFrom'], right: CallCost['costFrom']): CallCost['costFrom'] {
  return (['override', 'table'] as const).find((from) => from === left || from === right) ?? 'none'
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
  const { kind, batch, serviceTier, size, costDay, providerCost, result, status, quantities, tools } = call
  const told = [kind, modelOf(call), batch, serviceTier, size, costDay, providerCost, result, status]
  return JSON.stringify([...told, quantities, tools])
}
