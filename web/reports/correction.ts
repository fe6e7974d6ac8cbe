import type { Money } from '../../src/platform/http/schemas.ts'
import type { Restatement } from '../../src/reports/api.ts'
import { subtractDecimals, sumDecimals } from '../charts/decimal.ts'

/** By how much a bill changed; a line that was not there before changed it by all of its amount. */
export function correctionOf({ previous, amount }: Restatement): Money {
  return previous ? { ...amount, amount: subtractDecimals(amount.amount, previous.amount) } : amount
}

/** What corrections come to, for each currency by itself. */
export function correctionTotals(restatements: readonly Restatement[]): Money[] {
  const changes = Map.groupBy(restatements.map(correctionOf), ({ currency }) => currency)
  return [...changes].map(([currency, of]) => ({ currency, amount: sumDecimals(of.map(({ amount }) => amount)) }))
}
