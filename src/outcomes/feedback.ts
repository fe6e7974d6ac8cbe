import { addDecimals, compareDecimals, multiplyDecimals, scaleDecimal, subtractDecimals } from '../platform/money.ts'
import type { Feedback } from './outcome.ts'

export type Scale = { min: string; max: string }

export function isOnScale({ score, min, max }: Feedback): boolean {
  return compareDecimals(min, max) < 0 && compareDecimals(min, score) <= 0 && compareDecimals(score, max) <= 0
}

/** 0–1 of its scale, to twelve decimals: what scores of different scales are added up as. */
export function shareOfScale({ score, min, max }: Feedback): string {
  return scaleDecimal('1', subtractDecimals(score, min), subtractDecimals(max, min)) ?? '0'
}

/** The mean of normalised scores on the scale that a project shows. */
export function meanOnScale(sum: string, count: number, { min, max }: Scale): string | null {
  const width = subtractDecimals(max, min)
  const above = scaleDecimal(multiplyDecimals(width, sum), '1', String(count))
  return above === null ? null : addDecimals(min, above)
}
