/** Outcomes of one week and the next differ by as much even where nothing has changed. */
const NOISE = 0.05

export type Verdict = 'similar' | 'better' | 'worse'

/** What a change of a worth means: within the noise neither better nor worse. */
export function verdictOf(ratio: number, rising: 'better' | 'worse'): Verdict {
  if (Math.abs(ratio) <= NOISE) return 'similar'
  const falling = rising === 'better' ? 'worse' : 'better'
  return ratio > 0 ? rising : falling
}
