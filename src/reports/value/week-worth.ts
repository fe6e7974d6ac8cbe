import { addDays, type CostDay, daysBetween } from '../../platform/cost-day.ts'
import type { Db } from '../../platform/db/database.ts'
import { changeRatio } from '../../platform/money.ts'
import { asMoney, DISPLAY_CURRENCY } from '../figures.ts'
import { spansAt } from '../spans.ts'
import { seenDays } from '../store/seen-days.ts'
import { comparedCost, comparedYield, explained, lackOf, outcomeSum } from '../worth/worth.ts'
import type { CompareRow } from './api.ts'
import { unreadProjects } from './store/unread.ts'
import { type WeekSum, weekSums } from './store/week-sums.ts'

type Wanted = { teamIds: readonly string[] | null; teamId?: string | undefined; projectIds?: readonly string[] }

/** What the last seven full days of each project cost and bought, beside the seven before. */
export async function weekWorth(db: Db, today: CostDay, wanted: Wanted): Promise<CompareRow[]> {
  const { span, previous } = spansAt(today).last7Days
  const sums = await weekSums(db, {
    teamIds: wanted.teamIds,
    teamId: wanted.teamId ?? null,
    projectIds: wanted.projectIds ?? null,
    span,
    previous,
    currency: DISPLAY_CURRENCY,
  })
  const both = { from: previous.from, to: span.to }
  const ids = sums.map(({ projectId }) => projectId)
  const seen = await seenDays(db, wanted.teamIds, ids, both)
  const unread = await unreadProjects(db, { ...both, today })
  const days = daysBetween(both.from, both.to)
  return sums.map((sum) => {
    const own = seen?.get(sum.projectId)
    const isRead = !unread.has(sum.projectId) && (own === undefined || days.every((day) => own.has(day)))
    return rowOf(sum, { isRead, since: previous.from })
  })
}

/** No amount of a project that is bound and was read is nothing spent; of any other it is unknown. */
function rowOf(sum: WeekSum, { isRead, since }: { isRead: boolean; since: CostDay }): CompareRow {
  const isBound = sum.bindingCount > 0
  const amount = (known: string | null) => known ?? (isBound && isRead ? '0' : null)
  const [spend, previousSpend] = [amount(sum.spend), amount(sum.previousSpend)]
  const outcome =
    sum.attempts === null
      ? null
      : outcomeSum({
          attempts: sum.attempts,
          successes: sum.successes ?? 0,
          feedbackSum: sum.feedbackSum ?? '0',
          feedbackCount: sum.feedbackCount ?? 0,
        })
  const now = { cost: spend, successes: sum.successes }
  const before = { cost: previousSpend, successes: sum.previousSuccesses }
  const isComparable = isRead && spend !== null && previousSpend !== null
  const isWhole = isComparable && sum.outcomesSince !== null && sum.outcomesSince <= since
  return {
    projectId: sum.projectId,
    name: sum.name,
    teamId: sum.teamId,
    teamName: sum.teamName,
    spend: asMoney(spend),
    previousSpend: asMoney(previousSpend),
    change: isComparable ? changeRatio(previousSpend, spend) : null,
    calls: sum.calls,
    unpricedCalls: sum.unpriced,
    attempts: outcome?.attempts ?? null,
    successes: outcome?.successes ?? null,
    rate: outcome?.rate ?? null,
    costPerSuccess: comparedCost(now, before, isWhole),
    successesPerDollar: comparedYield(now, before, isWhole),
    feedback: outcome?.feedback ?? null,
    feedbackCount: outcome?.feedbackCount ?? 0,
    explained: explained({ metered: sum.metered, spend, isRead, isBound }),
    lack: lackOf({ spend, attempts: sum.attempts }),
  }
}

export function comparedDays(today: CostDay) {
  const { span, previous } = spansAt(today).last7Days
  return { ...span, previousFrom: previous.from, previousTo: addDays(span.from, -1) }
}
