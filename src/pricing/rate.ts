import { parseDecimal } from '../platform/money.ts'
import { UNITS, type Unit } from './parts.ts'

/** Amounts are counted in whole 1e-20 dollars: fine enough that every list price per token is a whole number of them. */
const SCALE = 20
const ONE = 10n ** BigInt(SCALE)
/** More decimals in a price would leave a fraction of 1e-20 per token. */
export const MAX_PRICE_DECIMALS = 12

/** A price made ready to multiply: `numerator / denominator` units per counted piece. */
export type Rate = { readonly numerator: bigint; readonly denominator: bigint }

export function rateOf(price: string, unit: Unit): Rate {
  const units = unitsOf(price)
  const per = UNITS[unit]
  return units % per === 0n ? { numerator: units / per, denominator: 1n } : { numerator: units, denominator: per }
}

/** Exact; where a piece costs no whole number of units (a gibibyte-day is not), rounded up by less than 1e-20 dollars. */
export function unitsFor(rate: Rate, quantity: bigint): bigint {
  const product = quantity * rate.numerator
  return rate.denominator === 1n ? product : (product + rate.denominator - 1n) / rate.denominator
}

export function compareRates(left: Rate, right: Rate): number {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator
  return difference === 0n ? 0 : difference > 0n ? 1 : -1
}

/** The canonical decimal text of a sum of units. */
export function decimalOf(units: bigint): string {
  const whole = units / ONE
  const rest = units % ONE
  return rest === 0n ? whole.toString() : `${whole}.${rest.toString().padStart(SCALE, '0').replace(/0+$/, '')}`
}

function unitsOf(price: string): bigint {
  const [whole = '0', decimals = ''] = parseDecimal(price).split('.')
  if (whole.startsWith('-')) throw new RangeError(`a price below zero: ${price}`)
  if (decimals.length > MAX_PRICE_DECIMALS) throw new RangeError(`a price with too many decimals: ${price}`)
  return BigInt(whole) * ONE + BigInt(decimals.padEnd(SCALE, '0'))
}
