import { subtractDecimals, sumDecimals } from '../charts/decimal.ts'

/**
 * Amounts in whole cents that add up to the rounded sum: each is the step between two rounded running sums, so that what
 * is shown adds up as what is meant does. None is off by more than a cent.
 */
export function roundTogether(amounts: readonly string[]): string[] {
  let running = '0'
  let shown = '0'
  return amounts.map((amount) => {
    running = sumDecimals([running, amount])
    const cents = roundToCents(running)
    const step = subtractDecimals(cents, shown)
    shown = cents
    return step
  })
}

/** Half a cent goes away from zero. */
export function roundToCents(amount: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount)
  if (!match) return amount
  const [, sign = '', whole = '0', fraction = ''] = match
  const digits = BigInt(`${whole}${fraction.padEnd(3, '0').slice(0, 3)}`)
  const cents = ((digits + 5n) / 10n).toString().padStart(3, '0')
  return `${sign}${cents.slice(0, -2)}.${cents.slice(-2)}`
}
