import { addDecimals, isZero, ZERO } from '../platform/money.ts'
import type { UsageLine } from './cause.ts'

/** Sums of a day's usage. `cost` is of what is counted in tokens; calls and tokens are those that this cost is for. */
export type Tally = { calls: string | null; tokens: string | null; cost: string; otherCost: string }

export function tallyOf(lines: readonly UsageLine[]): Tally {
  const counted = lines.filter((line) => line.hasTokens)
  // Without any price a line costs nothing here: its calls would make all others look cheaper.
  const priced = counted.filter((line) => !(line.isUnpriced && isZero(line.cost)))
  return {
    calls: sumOrUnknown(priced.map((line) => line.calls)),
    tokens: sumOrUnknown(priced.map((line) => line.tokens)),
    cost: addDecimals(ZERO, ...counted.map((line) => line.cost)),
    otherCost: addDecimals(ZERO, ...lines.filter((line) => !line.hasTokens).map((line) => line.cost)),
  }
}

/** One unknown makes the sum unknown: it is not zero. */
function sumOrUnknown(counts: readonly (string | null)[]): string | null {
  const known = counts.filter((count) => count !== null)
  return known.length < counts.length ? null : addDecimals(ZERO, ...known)
}
