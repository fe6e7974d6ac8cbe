import { formatCount } from '../words/format.ts'

/** How many successes a dollar buys: `12`, `3.4`, `0.83`, `0.0042`. */
export function formatYield(decimal: string): string {
  const value = Number(decimal)
  if (value >= 10) return formatCount(Math.round(value))
  if (value === 0) return '0'
  return value >= 1 ? value.toFixed(1) : value.toPrecision(2).replace(/\.?0+$/, '')
}
