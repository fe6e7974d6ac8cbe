import { type Clock, SECOND } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'
import { overLimit } from '../platform/errors.ts'
import type { Limit } from './attempt-limits.ts'
import { forgetAttempts, releaseAttempt, reserveAttempt } from './store/throttles.ts'

/** An attempt is counted before it is made, so that parallel guesses cannot pass one check together. */
export function createThrottle({ db, clock }: { db: Db; clock: Clock }) {
  return {
    async reserve(code: string, limits: readonly Limit[]): Promise<void> {
      const now = clock.now()
      const reserved: Limit[] = []
      for (const limit of limits) {
        const blockedUntil = await reserveAttempt(db, limit, now)
        if (blockedUntil) {
          for (const earlier of reserved) await releaseAttempt(db, earlier.key)
          throw overLimit(code, Math.max(1, Math.ceil((blockedUntil.getTime() - now.getTime()) / SECOND)))
        }
        reserved.push(limit)
      }
    },
    /** Takes back a reserved attempt that succeeded. */
    release: (limit: Limit) => releaseAttempt(db, limit.key),
    forget: (limit: Limit) => forgetAttempts(db, limit.key),
  }
}

export type Throttle = ReturnType<typeof createThrottle>
