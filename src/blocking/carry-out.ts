import { MINUTE, SECOND } from '../platform/clock.ts'
import { costDayOf, startOfDay, startOfMonth } from '../platform/cost-day.ts'
import type { BlockingDeps } from './deps.ts'
import { finishBlocks } from './finish.ts'
import { followGateway } from './follow-gateway.ts'
import { takeKeysBack } from './keys-aside.ts'
import { lockBlock, lockDecisions, unfinishedBlocks } from './store/blocks.ts'
import { boundScopes, coverScopes } from './store/steps.ts'
import { isBehind, markFailed, markHandled, targetsToCheck, unhandledTargets } from './store/targets.ts'
import { type Lease, underLease } from './target-lease.ts'
import { type Round, workOnTarget } from './work-on-target.ts'

/** Decisions may come in faster than they are carried out; after so many rounds the next caller goes on. */
const MOST_ROUNDS = 6
const CHECK_EVERY = 2 * MINUTE
/** A limit that has held for so long is no longer the one that somebody undid. */
const CALM_AFTER = 30 * MINUTE
const WORKERS = 4

export type CarryOut = ReturnType<typeof createCarryOut>

/** Whatever was decided and is not done yet, is done; whatever stands is looked at again. Safe to run anywhere, at any time, twice. */
export function createCarryOut(deps: BlockingDeps) {
  const { db } = deps.database

  async function work(externalId: string, signal: AbortSignal): Promise<void> {
    // A decision that came just before the lease was let go found it taken.
    for (let again = true; again; ) {
      const outcome = await underLease(db, externalId, signal, (lease) => workRounds(externalId, lease))
      again = outcome === 'done' && (await isBehind(db, externalId))
    }
  }

  async function workRounds(externalId: string, lease: Lease): Promise<'done' | 'later'> {
    for (let count = 0; count < MOST_ROUNDS; count += 1) {
      const round = await workOnTarget(deps, externalId, lease)
      if (!round) return 'later'
      lease.assertHeld()
      const mayGoOn = await keep(externalId, lease.owner, round)
      await finishBlocks(deps, [...round.wish.openBlocks, ...round.wish.releasingBlocks])
      if (!mayGoOn) return 'later'
      if (!(await isBehind(db, externalId))) return 'done'
    }
    return 'later'
  }

  /** False: the next round has to wait. */
  async function keep(externalId: string, owner: string, { wish, retry }: Round): Promise<boolean> {
    const at = await deps.sharedNow()
    if (retry) {
      const nextAttemptAt = new Date(at.getTime() + retry.seconds * SECOND)
      const { wakes } = wish
      return markFailed(db, externalId, { owner, wakes, problemCode: retry.problemCode, nextAttemptAt, at })
    }
    const calmSince = new Date(at.getTime() - CALM_AFTER)
    await markHandled(db, externalId, { owner, version: wish.version, at, calmSince })
    return true
  }

  async function workOnAll(externalIds: readonly string[], signal: AbortSignal): Promise<void> {
    const waiting = [...externalIds]
    const run = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const externalId = next
        await work(externalId, signal).catch((error) => {
          signal.throwIfAborted()
          deps.log.error({ err: error, externalId }, 'a block could not be carried out')
        })
      }
    }
    await Promise.all(Array.from({ length: Math.min(WORKERS, waiting.length) }, run))
  }

  return {
    /** Right after a decision, and every minute for what a process left behind when it died. */
    async carryOut(signal: AbortSignal = new AbortController().signal): Promise<number> {
      for (const block of await unfinishedBlocks(db)) if (block.state === 'releasing') await takeKeysBack(deps, block)
      const open = await unhandledTargets(db, await deps.sharedNow())
      await Promise.all([followGateway(deps, signal), workOnAll(open, signal)])
      await finishBlocks(
        deps,
        (await unfinishedBlocks(db)).map(({ id }) => id),
      )
      return open.length
    },

    /** Project IDs that were bound since, and limits that may have been undone, or opened with the month. */
    async lookAgain(signal: AbortSignal = new AbortController().signal): Promise<void> {
      for (const block of await unfinishedBlocks(db)) {
        if (block.state !== 'open') continue
        await db.transaction().execute(async (tx) => {
          await lockDecisions(tx)
          const now = await lockBlock(tx, block.id)
          // Released meanwhile it is to cover nothing more: nobody would ever give that back.
          if (now?.state === 'open') await coverScopes(tx, now, await boundScopes(tx, now))
        })
      }
      const at = await deps.sharedNow()
      const month = startOfDay(startOfMonth(costDayOf(at))).getTime()
      const before = new Date(Math.max(at.getTime() - CHECK_EVERY, month))
      await workOnAll(await targetsToCheck(db, before, at), signal)
    },
  }
}
