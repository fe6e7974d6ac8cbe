import { setTimeout as wait } from 'node:timers/promises'

const WORKERS = 4

/** A few at a time, each begun at least `everyMs` after the one before it, in order. The first failure ends it. */
export async function spread<T>(items: readonly T[], everyMs: number, each: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  let turn = Promise.resolve()
  let failed = false
  async function work(): Promise<void> {
    for (;;) {
      const mine = turn.then(() => wait(everyMs))
      turn = mine
      await mine
      const item = items[next]
      next += 1
      if (item === undefined || failed) return
      try {
        await each(item)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: Math.min(WORKERS, items.length) }, work))
  for (const end of ended) if (end.status === 'rejected') throw end.reason
}
