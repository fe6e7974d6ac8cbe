import type { Effect, Level } from '../../src/thresholds/api.ts'

/** A level while it is typed: the percent is text, and the key keeps the focus in its row. */
export type DraftLevel = { key: string; percent: string; effect: Effect }

export const EFFECTS: readonly Effect[] = ['notify', 'slow', 'block']

export function draftOf(levels: readonly Level[]): DraftLevel[] {
  return levels.map(({ percent, effect }) => ({ key: String(percent), percent: String(percent), effect }))
}

export function levelsOf(draft: readonly DraftLevel[]): Level[] {
  return draft.map(({ percent, effect }) => ({ percent: Number(percent), effect }))
}

/** Half as much again as the highest one. */
export function newLevel(draft: readonly DraftLevel[]): DraftLevel {
  const highest = Math.max(0, ...draft.map(({ percent }) => Number(percent) || 0))
  const percent = highest < 100 ? 100 : Math.min(10_000, Math.round((highest * 1.5) / 50) * 50)
  const keys = new Set(draft.map(({ key }) => key))
  let number = draft.length
  while (keys.has(`new-${number}`)) number += 1
  return { key: `new-${number}`, percent: String(percent), effect: 'notify' }
}

export function toEffect(text: string): Effect {
  return EFFECTS.find((effect) => effect === text) ?? 'notify'
}

/** What people paste: `$1,500.00`, ` 1500 `, fullwidth digits. */
export function cleanLimit(text: string): string {
  return text.normalize('NFKC').replace(/[\s,$]/g, '')
}
