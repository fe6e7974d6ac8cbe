import Big from 'big.js'

// Strict mode throws on a JavaScript number, so a float cannot enter.
Big.strict = true

/** An exact amount: a canonical decimal string (no exponent, no trailing zeros) and an ISO 4217 code in capitals. */
export type Money = { readonly amount: string; readonly currency: string }

const DECIMAL = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/
const PLAIN = /^-?(?:0|[1-9]\d{0,40})(?:\.\d{0,39}[1-9]0*)?$(?<!^-0)/
/** Wider than any bill, narrower than what PostgreSQL's numeric holds: more digits than this is garbage. */
const MAX_DIGITS = 100

export class NotDecimal extends Error {}

/** Reads a decimal as it stands on the wire: `1e-7`, 30 decimals and negatives are normal. Throws {@link NotDecimal}. */
export function parseDecimal(text: string): string {
  // Nearly every amount is plain and short: no exponent to resolve, at most zeros to cut.
  if (PLAIN.test(text)) return text.includes('.') ? text.replace(/\.?0+$/, '') : text
  if (!DECIMAL.test(text)) throw new NotDecimal(`not a decimal: ${text.slice(0, 40)}`)
  const value = Big(text.startsWith('.') ? `0${text}` : text.replace(/^-\./, '-0.').replace(/\.(?=$|[eE])/, ''))
  if (Math.abs(value.e) > MAX_DIGITS || value.c.length > MAX_DIGITS) throw new NotDecimal('too many digits')
  return toDecimal(value)
}

export function money(amount: string, currency = 'USD'): Money {
  return { amount: parseDecimal(amount), currency: currency.toUpperCase() }
}

export const ZERO = '0'

export function addDecimals(...amounts: readonly string[]): string {
  return toDecimal(amounts.reduce((sum, amount) => sum.plus(amount), Big(ZERO)))
}

export function subtractDecimals(left: string, right: string): string {
  return toDecimal(Big(left).minus(right))
}

export function multiplyDecimals(left: string, right: string): string {
  return toDecimal(Big(left).times(right))
}

export function isPositive(amount: string): boolean {
  return Big(amount).gt(ZERO)
}

export function compareDecimals(left: string, right: string): -1 | 0 | 1 {
  return Big(left).cmp(right)
}

export function isZero(amount: string): boolean {
  return Big(amount).eq(ZERO)
}

export function absoluteDecimal(amount: string): string {
  return toDecimal(Big(amount).abs())
}

/** Whether both differ by at most this share of the larger of them. */
export function isWithin(left: string, right: string, share: string): boolean {
  const [one, other] = [Big(left), Big(right)]
  const larger = one.abs().gt(other.abs()) ? one.abs() : other.abs()
  return one.minus(other).abs().lte(larger.times(share))
}

/** `now / before - 1` rounded to four decimals, or null where nothing can be compared (before is zero or negative). */
export function changeRatio(before: string, now: string): number | null {
  const base = Big(before)
  if (base.lte(ZERO)) return null
  return Number(Big(now).minus(base).div(base).toFixed(4))
}

function toDecimal(value: Big): string {
  const text = value.toFixed()
  return text === '-0' ? ZERO : text
}

/** The middle one, or exactly half-way between the two middle ones; null of nothing. */
export function medianDecimal(amounts: readonly string[]): string | null {
  const sorted = amounts.toSorted(compareDecimals)
  const [lower, upper] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  if (lower === undefined || upper === undefined) return null
  return toDecimal(Big(lower).plus(upper).times('0.5'))
}

/** `part / whole` rounded to four decimals; null where the whole is zero or negative. */
export function shareOf(part: string, whole: string): number | null {
  const base = Big(whole)
  if (base.lte(ZERO)) return null
  return Number(Big(part).div(base).toFixed(4))
}

export function halfOf(amount: string): string {
  return toDecimal(Big(amount).times('0.5'))
}

const QUOTIENT_DIGITS = 12

/** `amount × part / whole`, rounded to twelve decimals; null where the whole is zero. */
export function scaleDecimal(amount: string, part: string, whole: string): string | null {
  if (isZero(whole)) return null
  return toDecimal(Big(amount).times(part).div(whole).round(QUOTIENT_DIGITS))
}

/** Up to a number that people would have chosen: two digits, the second one 0 or 5 from 20 on (`100.24` → `110`, `742` → `750`). */
export function roundUpKindly(amount: string): string {
  const value = Big(amount)
  if (value.lte(ZERO)) return ZERO
  const leading = Big(`1e${value.e}`)
  const step = value.lt(leading.times('2')) ? leading.times('0.1') : leading.times('0.5')
  return toDecimal(value.div(step).round(0, Big.roundUp).times(step))
}

/** Whole cents of an amount of dollars, rounded down. */
export function floorToCents(amount: string): number {
  const cents = Big(amount).times('100')
  const whole = cents.round(0, 0)
  return Number((cents.lt(ZERO) && !whole.eq(cents) ? whole.minus('1') : whole).toFixed(0))
}
