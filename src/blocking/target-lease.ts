import { randomUUID } from 'node:crypto'
import { setInterval } from 'node:timers'
import { SECOND } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'
import { keepTarget, letTargetGo, takeTarget } from './store/targets.ts'

export type Lease = {
  owner: string
  signal: AbortSignal
  /** Before each write: throws where another process may have taken over, also after this one stood still for a while. */
  assertHeld(): void
}

export class LeaseLost extends Error {}

const RENEW_MS = 15 * SECOND
/** Well below the lease: a request that starts now ends, or times out, while the lease still holds. */
const TRUST_MS = 40 * SECOND

/** One process at a time works on a project at the provider, so that a release and a block never interleave. */
export async function underLease<T>(
  db: Db,
  externalId: string,
  signal: AbortSignal,
  work: (lease: Lease) => Promise<T>,
): Promise<T | null> {
  const owner = randomUUID()
  let renewedAt = performance.now()
  if (!(await takeTarget(db, externalId, owner))) return null
  const lost = new AbortController()
  const renewal = setInterval(() => {
    const at = performance.now()
    keepTarget(db, externalId, owner).then(
      (kept) => {
        if (kept) renewedAt = at
        else lost.abort(new LeaseLost(externalId))
      },
      () => {}, // the next renewal, or assertHeld, decides
    )
  }, RENEW_MS)
  try {
    return await work({
      owner,
      signal: AbortSignal.any([signal, lost.signal]),
      assertHeld: () => {
        signal.throwIfAborted()
        lost.signal.throwIfAborted()
        if (performance.now() - renewedAt > TRUST_MS) throw new LeaseLost(externalId)
      },
    })
  } finally {
    clearInterval(renewal)
    await letTargetGo(db, externalId, owner)
  }
}
