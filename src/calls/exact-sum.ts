/** Money added many times over: whole numbers of 1e-40 dollars, which is finer than any amount that is taken. */
export const MOST_DECIMALS = 40
const ZEROS = '0'.repeat(MOST_DECIMALS)

/**
 * Nearly every amount has few decimals. Those are added as whole numbers of 1e-12 dollars, as long as a double holds them
 * exactly, which takes a small part of the time.
 */
const FEW_DECIMALS = 12
const MOST_WHOLE_DIGITS = 3
const LARGEST_FEW = 2 ** 52
const UNITS_OF_FEW = 10n ** BigInt(MOST_DECIMALS - FEW_DECIMALS)

export type ExactSum = { few: number; units: bigint }
/** In 1e-12 dollars, or in units. */
export type ExactAmount = number | bigint

/** Of a canonical decimal with at most {@link MOST_DECIMALS} decimals. */
export function amountIn(text: string): ExactAmount {
  const dot = text.indexOf('.')
  const [whole, fraction] = dot === -1 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)]
  return whole.length <= MOST_WHOLE_DIGITS && fraction.length <= FEW_DECIMALS
    ? Number(whole + fraction + ZEROS.slice(0, FEW_DECIMALS - fraction.length))
    : BigInt(whole + fraction + ZEROS.slice(fraction.length))
}

export function addExactly(sum: ExactSum, amount: ExactAmount, sign: 1 | -1): void {
  if (typeof amount === 'bigint') {
    sum.units += sign === 1 ? amount : -amount
    return
  }
  sum.few += sign * amount
  if (Math.abs(sum.few) < LARGEST_FEW) return
  sum.units += BigInt(sum.few) * UNITS_OF_FEW
  sum.few = 0
}

export function sumIn({ few, units }: ExactSum): string {
  if (units === 0n) return textOf(String(Math.abs(few)), FEW_DECIMALS, few < 0)
  const all = units + BigInt(few) * UNITS_OF_FEW
  return textOf(String(all < 0n ? -all : all), MOST_DECIMALS, all < 0n)
}

function textOf(digits: string, decimals: number, isNegative: boolean): string {
  const padded = digits.padStart(decimals + 1, '0')
  const fraction = padded.slice(-decimals).replace(/0+$/, '')
  const text = `${padded.slice(0, -decimals)}${fraction === '' ? '' : `.${fraction}`}`
  return isNegative ? `-${text}` : text
}
