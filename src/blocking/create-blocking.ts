import { createApiKeys } from './api-keys.ts'
import { createCarryOut } from './carry-out.ts'
import type { BlockingDeps } from './deps.ts'
import { createTeamMessages } from './message.ts'
import { createReleases } from './release.ts'
import { createRequests } from './request.ts'
import { createSnapshots } from './snapshots.ts'
import { createViews } from './views.ts'
import { createWatch } from './watch.ts'

export type Blocking = ReturnType<typeof createBlocking>

export function createBlocking(deps: BlockingDeps) {
  const engine = createCarryOut(deps)
  const stopping = new AbortController()
  const running = new Set<Promise<unknown>>()

  /** After the commit, in this process: the button is not to wait for the next minute. */
  function carryOutSoon(): void {
    if (stopping.signal.aborted) return
    const work = engine
      .carryOut(stopping.signal)
      .catch((error) => {
        if (!stopping.signal.aborted) deps.log.error({ err: error }, 'blocks not carried out now')
      })
      .finally(() => running.delete(work))
    running.add(work)
  }

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
    /** After each poll and every minute: ends that have come, limits that somebody undid, calls that should not be. */
    async watch(signal?: AbortSignal): Promise<void> {
      await releases.expire()
      await engine.lookAgain(signal)
      await watch.prove()
    },
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
