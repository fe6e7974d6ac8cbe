import { compareDecimals, isPositive, multiplyDecimals } from '../platform/money.ts'
import type { Effect, Level } from './threshold.ts'

/** A threshold in one period, as it stands. `levels` ascend; `limit` is the one in force, a raise included. */
export type Standing = {
  levels: readonly Level[]
  limit: string
  /** Null: nothing is known of the period. */
  spend: string | null
  /** Percents that were crossed in this period and not armed again since. */
  fired: readonly number[]
  /** The limit has just been raised: only then is anything armed again. */
  isRaised: boolean
  /** Percents whose effect somebody has just made stronger: crossed once more, so that it is done and told. */
  hardened: readonly number[]
  /** Nothing is alarmed for now; what is reached meanwhile is crossed when the pause ends. */
  isPaused: boolean
}

export type Verdict = {
  /** Of the fired ones, those that a raised limit put above the spend, or whose effect was made stronger. */
  rearmed: readonly number[]
  /** Reached and not fired before. */
  crossed: readonly Level[]
}

/** The one rule: which levels are newly crossed. A lower reading than before takes nothing back and fires nothing again. */
export function evaluate({ levels, limit, spend, fired, isRaised, hardened, isPaused }: Standing): Verdict {
  const isArmed = (percent: number) => (isRaised && !isReached(spend, limit, percent)) || hardened.includes(percent)
  const rearmed = fired.filter(isArmed)
  if (isPaused || spend === null || !isPositive(spend)) return { rearmed, crossed: [] }
  const known = new Set(fired.filter((percent) => !rearmed.includes(percent)))
  const crossed: Level[] = []
  for (const level of levels) {
    if (!isReached(spend, limit, level.percent)) break
    if (!known.has(level.percent)) crossed.push(level)
  }
  return { rearmed, crossed }
}

/** Any spend reaches a limit of 0; no spend and credits reach nothing. */
export function isReached(spend: string | null, limit: string, percent: number): boolean {
  if (spend === null || !isPositive(spend)) return false
  return compareDecimals(multiplyDecimals(spend, '100'), multiplyDecimals(limit, String(percent))) >= 0
}

const STRENGTH: Record<Effect, number> = { notify: 0, slow: 1, block: 2 }

export function strongestEffect(levels: readonly Level[]): Effect {
  return levels.reduce<Effect>(
    (strongest, { effect }) => (STRENGTH[effect] > STRENGTH[strongest] ? effect : strongest),
    'notify',
  )
}

/** Percents that have a stronger effect after a change than before it. */
export function hardenedBetween(before: readonly Level[], after: readonly Level[]): number[] {
  const was = new Map(before.map(({ percent, effect }) => [percent, effect]))
  return after
    .filter(({ percent, effect }) => STRENGTH[effect] > STRENGTH[was.get(percent) ?? 'notify'])
    .map(({ percent }) => percent)
}
