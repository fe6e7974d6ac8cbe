import type { Period, Today } from '../../src/reports/api.ts'
import { formatShare } from '../words/format.ts'
import { words } from '../words/index.ts'

type Sentences = { more: (percent: string) => string; less: (percent: string) => string; same: string; plain: string }

const NEWS = 0.5

/**
 * A chart's title is what it says: how far today is above a usual day where that is the news, else how the last seven days
 * compare with the seven before.
 */
export function trendTitle(today: Today, period: Period, say: Sentences): string {
  if (today.change !== null && today.change >= NEWS) return words.spend.todayMore(percentOf(today.change))
  const { change } = period
  if (change === null || period.amount === null) return say.plain
  if (Math.abs(change) < 0.01) return say.same
  return change > 0 ? say.more(percentOf(change)) : say.less(percentOf(change))
}

function percentOf(change: number): string {
  return formatShare(Math.round(Math.abs(change) * 100) / 100).replace('.0%', '%')
}
