import { absoluteDecimal, compareDecimals, isWithin, subtractDecimals } from '../../platform/money.ts'

export const VERDICTS = ['past-us', 'price', 'token-kind', 'credit', 'day-boundary', 'bill-late'] as const
/** Why estimate and bill of a line differ, as far as the figures tell. */
export type Verdict = (typeof VERDICTS)[number]

export type Comparison = {
  /** Null: not on the bill. */
  billed: string | null
  /** Null: not counted. */
  estimated: string | null
  billedQuantity: string | null
  countedQuantity: string | null
  unpriced: boolean
}

export type Around = {
  settled: boolean
  /** All parts of the same model together: what was billed as another part shows here. */
  family: { billed: string | null; counted: string | null }
  /** Estimate less bill of the same line on the days before and after. */
  neighbours: readonly string[]
}

const TOLERANCE = '0.05'
/** Below a cent nobody asks. */
const SMALLEST = '0.01'
const SAME_QUANTITY = '0.01'
const SAME_SHIFT = '0.2'

/** Estimate less bill. */
export function differenceOf({ billed, estimated }: Pick<Comparison, 'billed' | 'estimated'>): string {
  return subtractDecimals(estimated ?? '0', billed ?? '0')
}

export function differs(line: Pick<Comparison, 'billed' | 'estimated'>): boolean {
  const size = absoluteDecimal(differenceOf(line))
  return compareDecimals(size, SMALLEST) >= 0 && !isWithin(line.estimated ?? '0', line.billed ?? '0', TOLERANCE)
}

/** Null: within five per cent, or less than a cent. */
export function verdictOf(line: Comparison, around: Around): Verdict | null {
  if (!differs(line)) return null
  const difference = differenceOf(line)
  const isBilledLess = compareDecimals(difference, '0') > 0
  if (line.billed !== null && compareDecimals(line.billed, '0') < 0) return 'credit'
  if (!around.settled && isBilledLess) return 'bill-late'
  if (line.unpriced) return 'price'
  const { billedQuantity, countedQuantity } = line
  if (isSame(billedQuantity, countedQuantity, SAME_QUANTITY)) return 'price'
  if (isSame(around.family.billed, around.family.counted, SAME_QUANTITY)) return 'token-kind'
  const opposite = subtractDecimals('0', difference)
  if (around.neighbours.some((one) => isWithin(one, opposite, SAME_SHIFT))) return 'day-boundary'
  // A settled bill that is lower than what was counted: free allowances and grants are not on it.
  return isBilledLess ? 'credit' : 'past-us'
}

function isSame(left: string | null, right: string | null, share: string): boolean {
  return left !== null && right !== null && isWithin(left, right, share)
}
