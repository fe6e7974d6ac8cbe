import type { Level, PastPeriod, Threshold } from '../../src/thresholds/api.ts'
import { formatCount, formatDuration, formatMoney, formatShare } from '../words/format.ts'
import { words } from '../words/index.ts'

const say = words.thresholds

/** `남은 한도 $12.40 · 9시간 12분 뒤 초기화` */
export function phaseSentence({ left, resetsAt }: Pick<Threshold['phase'], 'left' | 'resetsAt'>, now: number): string {
  return [leftSentence(left), resetSentence(resetsAt, now)].filter(Boolean).join(' · ')
}

function leftSentence(left: Threshold['phase']['left']): string {
  if (!left) return ''
  return Number(left.amount) > 0 ? say.left(formatMoney(left)) : say.noneLeft
}

function resetSentence(resetsAt: string, now: number): string {
  const seconds = (Date.parse(resetsAt) - now) / 1_000
  return seconds < 60 ? say.resetsSoon : say.resetsIn(formatDuration(Math.floor(seconds / 60) * 60))
}

export type LevelGroup = { percents: string; effect: Level['effect']; levels: readonly Level[] }

/** Neighbours that do the same are said together: `80 · 100 · 150% 알림`. */
export function groupLevels(levels: readonly Level[]): LevelGroup[] {
  const groups: Level[][] = []
  for (const level of levels) {
    const last = groups.at(-1)
    if (last?.[0]?.effect === level.effect) last.push(level)
    else groups.push([level])
  }
  return groups.map((own) => ({
    percents: own.map(({ percent }) => formatCount(percent)).join(' · '),
    effect: own[0]?.effect ?? 'notify',
    levels: own,
  }))
}

/** The period that came nearest to the limit; null where nothing is known. */
export function nearest(past: readonly PastPeriod[]): (PastPeriod & { ratio: number }) | null {
  const known = past.flatMap((period) => (period.ratio === null ? [] : [{ ...period, ratio: period.ratio }]))
  return known.toSorted((left, right) => right.ratio - left.ratio)[0] ?? null
}

/** Rounded down: what has not reached the limit never reads as 100 %. */
export function shareOfLimit(ratio: number): string {
  const digits = ratio < 0.1 ? 1_000 : 100
  return formatShare(Math.floor(ratio * digits + 1e-9) / digits)
}
