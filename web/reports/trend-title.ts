import type { Period } from '../../src/reports/api.ts'
import { formatShare } from '../words/format.ts'

type Sentences = { more: (percent: string) => string; less: (percent: string) => string; same: string; plain: string }

/** A chart's title is what it says: how the last seven days compare with the seven before. */
export function trendTitle(period: Period, say: Sentences): string {
  const { change } = period
  if (change === null || period.amount === null) return say.plain
  if (Math.abs(change) < 0.01) return say.same
  const percent = formatShare(Math.round(Math.abs(change) * 100) / 100).replace('.0%', '%')
  return change > 0 ? say.more(percent) : say.less(percent)
}
