import { addDecimals, compareDecimals, ZERO } from '../platform/money.ts'
import type { OnNoData, Period } from '../thresholds/index.ts'

/** A hard limit in one period, as the database has it at this moment. */
export type Rule = {
  period: Period
  /** In force: the base, or what it was raised to. */
  limit: string
  onNoData: OnNoData
  spent: string
  /** By calls under way. */
  reserved: string
}

/** `most`: what it can cost at most. Null: nobody knows. */
export type Ask = { callId: string; most: string | null }

export type Verdict =
  | { kind: 'admitted'; amount: string }
  /** There is room once calls under way have ended for less than they may cost. */
  | { kind: 'wait'; rule: Rule }
  | { kind: 'refused'; because: 'no-room' | 'unknown-cost'; rule: Rule }

/**
 * Who gets room, in the order in which they came. A call that has to wait does not hold up a smaller one behind it. Refused
 * at once is only what would not fit if everything under way cost nothing.
 */
export function decide(rules: readonly Rule[], asks: readonly Ask[]): Verdict[] {
  let taken: string = ZERO
  return asks.map(({ most }) => {
    const verdict = decideOne(rules, most, taken)
    if (verdict.kind === 'admitted') taken = addDecimals(taken, verdict.amount)
    return verdict
  })
}

function decideOne(rules: readonly Rule[], most: string | null, taken: string): Verdict {
  const careful = most === null ? rules.find(({ onNoData }) => onNoData === 'stop') : undefined
  if (careful) return { kind: 'refused', because: 'unknown-cost', rule: careful }
  const hopeless = rules.find(({ limit, spent }) => !fits(limit, spent, most))
  if (hopeless) return { kind: 'refused', because: 'no-room', rule: hopeless }
  const full = rules.find(({ limit, spent, reserved }) => !fits(limit, addDecimals(spent, reserved, taken), most))
  return full ? { kind: 'wait', rule: full } : { kind: 'admitted', amount: most ?? ZERO }
}

/** What costs nobody knows how much is let through while anything is left at all. */
function fits(limit: string, used: string, most: string | null): boolean {
  return most === null ? compareDecimals(used, limit) < 0 : compareDecimals(addDecimals(used, most), limit) <= 0
}
