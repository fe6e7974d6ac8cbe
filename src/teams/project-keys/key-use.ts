import { MINUTE } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/database.ts'
import { markUsed } from './store/project-keys.ts'

export type KeyUse = { keyId: string; at: Date }

/** How many keys are remembered; beyond that the database is asked again, and says no by itself. */
const MOST_REMEMBERED = 10_000

/**
 * When keys were last used, to the minute: a key in steady use is written once a minute, whatever the number of calls
 * and of processes, and a thousand keys at once are one statement.
 */
export function createKeyUse(db: Db) {
  const written = new Map<string, number>()

  return async (uses: readonly KeyUse[]): Promise<void> => {
    const latest = new Map<string, number>()
    for (const { keyId, at } of uses) latest.set(keyId, Math.max(at.getTime(), latest.get(keyId) ?? 0))
    const due = [...latest].filter(([keyId, at]) => at - (written.get(keyId) ?? Number.NEGATIVE_INFINITY) >= MINUTE)
    if (due.length === 0) return
    await markUsed(
      db,
      due.map(([keyId, at]) => ({ keyId, at: new Date(at) })),
    )
    if (written.size + due.length > MOST_REMEMBERED) written.clear()
    for (const [keyId, at] of due) written.set(keyId, at)
  }
}
