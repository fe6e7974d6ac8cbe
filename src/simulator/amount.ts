import { mix } from './random.ts'

/**
 * Dollars in two integers, because rows are made by the million and no float may touch them:
 * `units` of 1e-10 dollars and `crumbs` of 1e-20 dollars. A sum of 10,000 rows stays below 2^53 in both.
 */
export const UNITS_PER_DOLLAR = 1e10
export const UNITS_PER_CENT = 1e8
const CRUMBS_PER_UNIT = 1e10

export type AmountStyle = 'number' | 'string' | 'mixed'

/** Plain decimal text, exact, without an exponent and without trailing zeros. */
export function decimalText(units: number, crumbs: number): string {
  let whole = units + Math.floor(crumbs / CRUMBS_PER_UNIT)
  let rest = crumbs - Math.floor(crumbs / CRUMBS_PER_UNIT) * CRUMBS_PER_UNIT
  const isNegative = whole < 0
  if (isNegative) {
    whole = rest > 0 ? -whole - 1 : -whole
    rest = rest > 0 ? CRUMBS_PER_UNIT - rest : 0
  }
  const dollars = Math.floor(whole / UNITS_PER_DOLLAR)
  const fraction = pad(whole - dollars * UNITS_PER_DOLLAR) + (rest === 0 ? '' : pad(rest))
  const text = `${dollars}.${fraction}`.replace(/\.?0+$/, '')
  return isNegative ? `-${text}` : text
}

/** The JSON text of `amount.value`: a number or a string, with the habits of the real answers (quirks 1, 2 and 3). */
export function wireText(units: number, crumbs: number, style: AmountStyle, hash: number): string {
  const plain = decimalText(units, crumbs)
  const dice = mix(hash, 0xa1) % 100
  if (style === 'string' || (style === 'mixed' && dice < 30)) return `"${dice < 4 ? floatTail(plain) : plain}"`
  if (units !== 0 && crumbs === 0 && Math.abs(units) < 1e4) return exponentText(units)
  return dice > 95 ? floatTail(plain) : plain
}

/** `0.3409` → `0.34090000000000000`, as answers that passed through a binary float look. */
function floatTail(plain: string): string {
  return plain.includes('.') ? plain.padEnd(plain.indexOf('.') + 18, '0') : plain
}

function exponentText(units: number): string {
  const digits = String(Math.abs(units)).replace(/0+$/, '')
  const exponent = String(Math.abs(units)).length - 11
  return `${units < 0 ? '-' : ''}${digits.charAt(0)}${digits.length > 1 ? `.${digits.slice(1)}` : ''}e${exponent}`
}

function pad(part: number): string {
  return String(part).padStart(10, '0')
}
