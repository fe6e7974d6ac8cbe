import type { Clock } from '../platform/clock.ts'
import { addDays, type CostDay, costDayOf, daysBetween } from '../platform/cost-day.ts'
import type { Database } from '../platform/db/database.ts'
import { dropDayPartition, makeDayPartitions, partitionedDays } from '../platform/db/day-partitions.ts'

const DAYS_AHEAD = 7

export type CallPartitions = ReturnType<typeof createCallPartitions>

export function createCallPartitions(deps: { database: Database; clock: Clock; keptDays: number }) {
  const { database, clock, keptDays } = deps
  const known = new Set<CostDay>()

  async function within(act: (client: Parameters<typeof makeDayPartitions>[0]) => Promise<void>): Promise<void> {
    const client = await database.pool.connect()
    try {
      await client.query('begin')
      await act(client)
      await client.query('commit')
    } catch (error) {
      await client.query('rollback').catch(() => {})
      throw error
    } finally {
      client.release()
    }
  }

  /** Before the transaction that writes to them: making one inside would hold up everybody else until its end. */
  async function ensure(days: readonly CostDay[]): Promise<void> {
    const missing = [...new Set(days)].filter((day) => !known.has(day))
    if (missing.length === 0) return
    await within((client) => makeDayPartitions(client, 'calls', missing))
    for (const day of missing) known.add(day)
  }

  const firstKept = (): CostDay => addDays(costDayOf(clock.now()), -keptDays)

  return {
    ensure,
    firstKept,

    ensureAhead(): Promise<void> {
      const today = costDayOf(clock.now())
      return ensure(daysBetween(today, addDays(today, DAYS_AHEAD)))
    },

    /** Drops what is no longer kept, one day at a time. Answers with the days. */
    async dropOld(): Promise<CostDay[]> {
      const first = firstKept()
      const client = await database.pool.connect()
      const old = await partitionedDays(client, 'calls')
        .then((days) => days.filter((day) => day < first))
        .finally(() => client.release())
      for (const day of old) {
        known.delete(day)
        await within((one) => dropDayPartition(one, 'calls', day))
      }
      return old
    },
  }
}
