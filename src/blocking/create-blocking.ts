import type { Tx } from '../platform/db/database.ts'
import { createApiKeys } from './api-keys.ts'
import { createCarryOut } from './carry-out.ts'
import type { BlockingDeps } from './deps.ts'
import { createTeamMessages } from './message.ts'
import { createReleases } from './release.ts'
import { createRequests } from './request.ts'
import { createSnapshots } from './snapshots.ts'
import { lockDecisions, moveBlocks } from './store/blocks.ts'
import { freeTargets } from './store/targets.ts'
import { createViews } from './views.ts'
import { createWatch } from './watch.ts'

export type Blocking = ReturnType<typeof createBlocking>

export function createBlocking(deps: BlockingDeps) {
  const engine = createCarryOut(deps)
  const stopping = new AbortController()
  const running = new Set<Promise<unknown>>()

  function soon(work: (signal: AbortSignal) => Promise<unknown>): void {
    if (stopping.signal.aborted) return
    const begun = work(stopping.signal)
      .catch((error) => {
        if (!stopping.signal.aborted) deps.log.error({ err: error }, 'blocks are left to the next minute')
      })
      .finally(() => running.delete(begun))
    running.add(begun)
  }

  /** After the commit, in this process: the button is not to wait for the next minute. */
  const carryOutSoon = () => soon(engine.carryOut)

  const requests = createRequests(deps, carryOutSoon)
  const releases = createReleases(deps, carryOutSoon)
  const watch = createWatch(deps)
  return {
    ...requests,
    ...releases,
    ...createTeamMessages(deps, releases.visible),
    ...createApiKeys(deps),
    ...createSnapshots(deps),
    views: createViews(deps),
    carryOut: engine.carryOut,
    carryOutSoon,
    hotProjects: watch.hotProjects,
    /** The block of a project is released by whom it stops: its team of now. */
    async followProject(tx: Tx, moved: { projectId: string; teamId: string }): Promise<void> {
      await lockDecisions(tx)
      await moveBlocks(tx, moved)
    },
    /** After usage was read: it may prove a block, or show that calls go on. */
    proveSoon: () => soon(watch.prove),
    /** After each poll and every minute: ends that have come, limits that somebody undid, calls that should not be. */
    async watch(signal?: AbortSignal): Promise<void> {
      await releases.expire()
      await engine.lookAgain(signal)
      await watch.prove()
    },
    /** The only process on the embedded database: what a dead one was working on is free. */
    takeOver: () => (deps.database.kind === 'embedded' ? freeTargets(deps.database.db) : Promise.resolve()),
    /** Once everything that was begun in this process has ended. */
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.all(running)
    },
    /** What was begun in this process ends where it is; the next one goes on. */
    async stop(): Promise<void> {
      stopping.abort(new Error('the server is stopping'))
      await Promise.all(running)
    },
  }
}
