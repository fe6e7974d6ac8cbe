import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'
import type { Actor } from './actor.ts'
import { personLimit } from './attempt-limits.ts'
import { createThrottle } from './throttle.ts'

/** Deeds that reach other people's mail boxes, or a provider that takes few requests, and that one may repeat at will. */
export type Deed = { name: string; attempts: number }

export type DeedLimits = ReturnType<typeof createDeedLimits>

/** Counted by person, whatever session or token is used; jobs and the command line are not held up. */
export function createDeedLimits(deps: { db: Db; clock: Clock }) {
  const throttle = createThrottle(deps)
  return async ({ personId }: Actor, { name, attempts }: Deed): Promise<void> => {
    if (personId !== null) await throttle.reserve('too-many-requests', [personLimit(name, personId, attempts)])
  }
}
