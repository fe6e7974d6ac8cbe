import { SECOND } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'
import type { Logger } from '../platform/log.ts'
import { readSnapshot, type Snapshot, type SnapshotSource } from './snapshot.ts'
import type { Spool } from './spool/spool.ts'
import { forgetProcess, noteProcess, readVersion } from './store/processes.ts'

const ASK_EVERY_MS = 250
/** Where a stored key did not open. */
const READ_AGAIN_MS = 5 * SECOND
const TELL_EVERY_MS = 2 * SECOND

export type FollowDeps = {
  db: Db
  processId: string
  source: SnapshotSource
  spool: Pick<Spool, 'figures'>
  log: Logger
}

export type Follower = ReturnType<typeof createFollower>

/**
 * Keeps what decides about calls in memory, at most a quarter of a second behind the database. With the database gone,
 * the last that was read stays in force.
 */
export function createFollower({ db, processId, source, spool, log }: FollowDeps) {
  let snapshot: Snapshot | null = null
  let confirmedAt = Number.NEGATIVE_INFINITY
  let toldAt = Number.NEGATIVE_INFINITY
  let readAt = Number.NEGATIVE_INFINITY
  let isLost = false
  let isStopped = false
  let asking: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null

  async function ask(): Promise<void> {
    try {
      const version = await readVersion(db)
      const isNew = snapshot?.version !== version
      const isDue = snapshot?.isPartial && performance.now() - readAt > READ_AGAIN_MS
      if (isNew || isDue) {
        snapshot = await readSnapshot(db, version, source, snapshot, log)
        readAt = performance.now()
      }
      confirmedAt = performance.now()
      if (isNew || confirmedAt - toldAt > TELL_EVERY_MS) {
        const { bytes, maxBytes, notKept } = spool.figures()
        const spoolPercent = Math.floor((bytes / maxBytes) * 100)
        await noteProcess(db, processId, { version, spoolPercent, notKept })
        toldAt = confirmedAt
      }
      if (isLost) log.info('the database is back; blocks and keys are as it says')
      isLost = false
    } catch (error) {
      if (!isLost && !isStopped)
        log.warn({ err: error }, 'no word from the database; blocks and keys stay as last known')
      isLost = true
    }
  }

  function askAgain(): void {
    if (isStopped) return
    asking = ask().finally(() => {
      if (!isStopped) timer = setTimeout(askAgain, ASK_EVERY_MS).unref()
    })
  }

  return {
    current: (): Snapshot | null => snapshot,
    async start(): Promise<void> {
      askAgain()
      await asking
    },
    async stop(): Promise<void> {
      isStopped = true
      if (timer) clearTimeout(timer)
      await asking
      await forgetProcess(db, processId).catch(() => {})
    },
    figures: () => ({
      version: snapshot?.version ?? null,
      ageSeconds: snapshot === null ? null : (performance.now() - confirmedAt) / SECOND,
    }),
  }
}
