import { invalid } from '../platform/errors.ts'
import { compareDecimals, NotDecimal, parseDecimal } from '../platform/money.ts'
import type { Level } from './threshold.ts'

/** 80 % 주의, 100 % 초과, and then each time it has become much worse. */
export const DEFAULT_LEVELS: readonly Level[] = [80, 100, 150, 200, 300, 500, 1_000].map((percent) => ({
  percent,
  effect: 'notify',
}))

const MAX_LEVELS = 12
const MAX_LIMIT = '1000000000000000'

/** Ascending, each percent once. */
export function readLevels(levels: readonly Level[]): Level[] {
  const sorted = levels.toSorted((left, right) => left.percent - right.percent)
  const isRepeated = new Set(sorted.map(({ percent }) => percent)).size < sorted.length
  if (sorted.length === 0 || sorted.length > MAX_LEVELS || isRepeated) throw invalid('threshold-levels-invalid')
  return sorted.map(({ percent, effect }) => ({ percent, effect }))
}

export function readLimit(text: string): string {
  const limit = toDecimal(text)
  const isInside = limit !== null && compareDecimals(limit, '0') >= 0 && compareDecimals(limit, MAX_LIMIT) <= 0
  if (!isInside) throw invalid('threshold-limit-invalid')
  return limit
}

function toDecimal(text: string): string | null {
  try {
    return parseDecimal(text.trim())
  } catch (error) {
    if (error instanceof NotDecimal) return null
    throw error
  }
}
