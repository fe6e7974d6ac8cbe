import type { WorthDay } from '../../src/reports/value/api.ts'
import { verdictOf } from './verdict.ts'

export type WorthTitle = { kind: 'cheaper' | 'dearer'; ratio: number } | { kind: 'same' | 'plain' }

const WEEK = 7

/** How the last week's cost per success compares with the one before; only where both were read and recorded. */
export function worthTitle(days: readonly WorthDay[]): WorthTitle {
  const [now, before] = [perSuccess(days.slice(-WEEK)), perSuccess(days.slice(-2 * WEEK, -WEEK))]
  if (now === null || before === null || before === 0) return { kind: 'plain' }
  const ratio = now / before - 1
  const verdict = verdictOf(ratio, 'worse')
  if (verdict === 'similar') return { kind: 'same' }
  return { kind: verdict === 'better' ? 'cheaper' : 'dearer', ratio: Math.abs(ratio) }
}

// A ratio for a sentence; amounts on the page come from the server.
function perSuccess(days: readonly WorthDay[]): number | null {
  if (days.length < WEEK || days.some(({ amount }) => amount === null)) return null
  const successes = days.reduce((sum, day) => sum + (day.successes ?? 0), 0)
  return successes === 0 ? null : days.reduce((sum, day) => sum + Number(day.amount), 0) / successes
}
