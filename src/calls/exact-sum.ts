/** Money added many times over: whole numbers of 1e-40 dollars, which is finer than any amount that is taken. */
export const MOST_DECIMALS = 40
const ZEROS = '0'.repeat(MOST_DECIMALS)

/** Of a canonical decimal with at most {@link MOST_DECIMALS} decimals. */
export function unitsOf(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.')
  return BigInt(whole + fraction + ZEROS.slice(fraction.length))
}

export function amountOf(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(MOST_DECIMALS + 1, '0')
  const fraction = digits.slice(-MOST_DECIMALS).replace(/0+$/, '')
  const text = `${digits.slice(0, -MOST_DECIMALS)}${fraction === '' ? '' : `.${fraction}`}`
  return units < 0n ? `-${text}` : text
}
