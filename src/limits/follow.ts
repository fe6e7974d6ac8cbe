import { SECOND } from '../platform/clock.ts'
import { type CostDay, costDayOf } from '../platform/cost-day.ts'
import type { Db } from '../platform/db/database.ts'
import type { Logger } from '../platform/log.ts'
import type { PriceTable } from '../pricing/index.ts'
import { endOfPeriod, type OnNoData } from '../thresholds/index.ts'
import { type NearLimit, readHardProjects, readNearLimits, readVersion } from './store/rules.ts'
import { within } from './within.ts'

const ASK_EVERY_MS = 500
const LONGEST_ANSWER_MS = 5 * SECOND
/** What nothing tells of: a pause that ends, a price that nobody has used yet. */
const READ_AT_LEAST_EVERY_MS = 10 * SECOND
const NEAR_PERCENT = 80

/** What is known of limits without asking. */
export type Known = {
  /** Projects with a hard limit, and what they chose for when nothing can be checked. */
  hard: ReadonlyMap<string, OnNoData>
  budgets: ReadonlyMap<string, string>
  prices: PriceTable
}

export type FollowDeps = {
  db: Db
  log: Logger
  wallClock(): Date
  prices(db: Db): Promise<PriceTable>
  /** The database answers again after it had not. */
  onBack(): Promise<void>
}

export type Follower = ReturnType<typeof createFollower>

/** Keeps up with limits and what is spent of them, at most half a second behind; while the database is gone, as last known. */
export function createFollower({ db, log, wallClock, prices, onBack }: FollowDeps) {
  let known: Known | null = null
  let seen: { version: number; day: CostDay; readAt: number } | null = null
  let isLost = false
  let isStopped = false
  let asking: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null

  async function read(): Promise<void> {
    const at = wallClock()
    const day = costDayOf(at)
    const version = await readVersion(db)
    const now = performance.now()
    const isFresh = seen?.version === version && seen.day === day && now - seen.readAt < READ_AT_LEAST_EVERY_MS
    if (isFresh && !isLost) return
    const hard = await readHardProjects(db, { day, at })
    const near = await readNearLimits(db, { day, at }, NEAR_PERCENT)
    known = {
      hard: new Map(hard.map(({ projectId, onNoData }) => [projectId, onNoData])),
      budgets: budgetsOf(near),
      prices: await prices(db),
    }
    if (isLost) await onBack()
    seen = { version, day, readAt: now }
  }

  async function ask(): Promise<void> {
    try {
      await within(LONGEST_ANSWER_MS, read())
      if (isLost) log.info('the database is back; hard limits are checked again')
      isLost = false
    } catch (error) {
      lose(error)
    }
  }

  function lose(error: unknown): void {
    if (!isLost && !isStopped) {
      log.warn({ err: error }, 'hard limits cannot be checked; each threshold says whether its calls go on')
    }
    isLost = true
  }

  function askAgain(): void {
    if (isStopped) return
    asking = ask().finally(() => {
      if (!isStopped) timer = setTimeout(askAgain, ASK_EVERY_MS).unref()
    })
  }

  return {
    known: (): Known | null => known,
    isLost: (): boolean => isLost,
    lose,
    async start(): Promise<void> {
      askAgain()
      await asking
    },
    async stop(): Promise<void> {
      isStopped = true
      if (timer) clearTimeout(timer)
      await asking
    },
  }
}

/** Of several limits the one that is used up the most. */
function budgetsOf(near: readonly NearLimit[]): ReadonlyMap<string, string> {
  const budgets = new Map<string, string>()
  for (const { projectId, period, periodStart, percent } of near.toSorted(
    (one, other) => one.percent - other.percent,
  )) {
    const reset = endOfPeriod(period, periodStart).toISOString().replace('.000Z', 'Z')
    budgets.set(projectId, `scope=${period}; percent=${percent}; reset=${reset}`)
  }
  return budgets
}
