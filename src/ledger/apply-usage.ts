import { MINUTE } from '../platform/clock.ts'
import type { CostDay } from '../platform/cost-day.ts'
import type { Tx } from '../platform/db/database.ts'
import type { LedgerDeps } from './deps.ts'
import { followEstimates } from './follow.ts'
import { OrganizationJoined } from './organization-joined.ts'
import { priceDays } from './price-days.ts'
import { type AnsweredBucket, answeredBuckets, markAnswered, markDoubtedBuckets } from './store/answered.ts'
import { organizationJoinedInto } from './store/days.ts'
import { meteredBetween } from './store/metered.ts'
import { replaceMinutes } from './store/minutes.ts'
import { numberSeries } from './store/series.ts'
import { lockLedger, sumProjects } from './store/sums.ts'
import { replaceDays, type SeriesDay, sumDays } from './store/usage-days.ts'
import { markUsageRead, seenUntil } from './store/watermarks.ts'
import { DAY_SPAN, MINUTE_SPAN, type UsageBucket, type UsageReading } from './usage.ts'

export type AppliedUsage = {
  /** Series-days whose counts differ from what was known. */
  changed: number
  days: CostDay[]
  /** Buckets that came back empty although something was known of them. */
  doubted: number
}

/**
 * Takes a reading of usage into the ledger in one transaction, with everything that follows from it. Readings may come in
 * any order and more than once. Of a bucket the wider reading counts, among equals the one that was asked for last, and a
 * bucket that comes back empty never takes anything away.
 */
export async function applyUsage(deps: LedgerDeps, reading: UsageReading): Promise<AppliedUsage> {
  const applied = await deps.database.db.transaction().execute(async (tx) => {
    await lockLedger(tx)
    const joinedInto = await organizationJoinedInto(tx, reading.organizationId)
    if (joinedInto) throw new OrganizationJoined(joinedInto)
    const { taken, doubted } = sortBuckets(reading, await answeredBuckets(tx, reading))
    const changed = await replace(tx, reading, taken)
    await markAnswered(
      tx,
      reading,
      taken.map(({ startsAt }) => startsAt),
    )
    await markDoubtedBuckets(tx, reading, doubted)
    const before = reading.span === MINUTE_SPAN ? await seenUntil(tx, reading.organizationId, reading.kind) : null
    const seen = await markUsageRead(tx, reading)
    const days = await followDays(tx, deps, reading, changed)
    const metered = reading.span === MINUTE_SPAN ? await followWatermark(tx, deps, reading, { before, seen }) : []
    return { changed: changed.length, days: [...new Set([...days, ...metered])].toSorted(), doubted: doubted.length }
  })
  if (applied.days.length > 0) deps.afterReading?.()
  return applied
}

function sortBuckets(reading: UsageReading, answered: readonly AnsweredBucket[]) {
  const taken: UsageBucket[] = []
  const doubted: Date[] = []
  const width = reading.span * MINUTE
  for (const bucket of reading.buckets) {
    const start = bucket.startsAt.getTime()
    // Part of an hour or a day that is not over would outrank the minutes that are still to come.
    if (reading.span > 1 && start + width > reading.requestedAt.getTime()) continue
    const known = answered.filter((one) => one.startsAt < start + width && one.startsAt + one.span * MINUTE > start)
    if (known.some((one) => one.span > reading.span)) continue
    const same = known.find((one) => one.span === reading.span)
    if (same && isNewer(same.requestedAt, reading)) continue
    if (bucket.rows.length > 0) taken.push(bucket)
    else if (known.length > 0) doubted.push(bucket.startsAt)
  }
  return { taken, doubted }
}

// A reading from the future was made under a wrong clock; believing it would shut out every right one.
function isNewer(known: Date, { requestedAt, appliedAt }: UsageReading): boolean {
  return known > requestedAt && (appliedAt === undefined || known <= appliedAt)
}

async function replace(tx: Tx, reading: UsageReading, buckets: readonly UsageBucket[]): Promise<SeriesDay[]> {
  if (buckets.length === 0) return []
  const seriesIds = await numberSeries(tx, reading.organizationId, reading.kind, reading.series)
  if (reading.span === DAY_SPAN) return replaceDays(tx, reading, buckets, seriesIds)
  const changed = await replaceMinutes(tx, { ...reading, span: reading.span }, buckets, seriesIds)
  return sumDays(tx, reading, changed)
}

async function followDays(
  tx: Tx,
  deps: LedgerDeps,
  reading: UsageReading,
  changed: readonly SeriesDay[],
): Promise<CostDay[]> {
  if (changed.length === 0) return []
  await priceDays(tx, await deps.pricing.table(tx), changed)
  await followEstimates(tx, deps, { changed, readingAt: reading.requestedAt })
  return [...new Set(changed.map(({ day }) => day))].toSorted()
}

/** Calls that usage has come to speak of count through it, and no more by themselves. */
async function followWatermark(
  tx: Tx,
  deps: LedgerDeps,
  reading: UsageReading,
  { before, seen }: { before: Date | null; seen: Date | null },
): Promise<CostDay[]> {
  if (seen === null || seen.getTime() === before?.getTime()) return []
  const { projectIds, days } = await meteredBetween(tx, reading, before, seen)
  if (projectIds.length === 0) return []
  await sumProjects(tx, projectIds, days)
  await deps.onSpendChanged(tx, { projectIds, days, at: await deps.now(tx), readingAt: reading.requestedAt })
  return days
}
