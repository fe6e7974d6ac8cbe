import type { Alert, CaseState } from '../../src/alerts/api.ts'

/** A stretch of time that a case spent in one state; `share` of the whole bar. */
export type Span = { state: CaseState; from: number; to: number; share: number }

/** Shorter ones would not be seen. */
const THINNEST = 0.04

/** The bar runs from the breach to its end, or to now while it is open. The end itself takes no time. */
export function spansOf({ steps, isOpen }: Pick<Alert, 'steps' | 'isOpen'>, now: number): Span[] {
  const times = steps.map(({ state, at }) => ({ state, at: Date.parse(at) }))
  const last = times.at(-1)
  if (!last) return []
  const end = isOpen ? Math.max(now, last.at) : last.at
  const spans = times
    .map(({ state, at }, place) => ({ state, from: at, to: times[place + 1]?.at ?? end }))
    .filter(({ state }) => state !== 'closed')
  const whole = spans.reduce((sum, span) => sum + (span.to - span.from), 0)
  const shares = spans.map((span) => Math.max(THINNEST, whole === 0 ? 1 : (span.to - span.from) / whole))
  const sum = shares.reduce((total, share) => total + share, 0)
  return spans.map((span, place) => ({ ...span, share: (shares[place] ?? 0) / sum }))
}
