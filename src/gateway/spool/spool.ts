import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CallRecord, RecordAnswer } from '../../calls/index.ts'
import { MINUTE, SECOND } from '../../platform/clock.ts'
import { DirectoryInUse, type DirectoryLock, lockDirectory } from '../../platform/db/directory-lock.ts'
import type { Logger } from '../../platform/log.ts'
import { createHandOver } from './hand-over.ts'
import { adoptOrphans, otherBytes } from './orphans.ts'
import { SpoolWriter } from './spool-writer.ts'

const LOOK_EVERY_MS = 50
const SYNC_EVERY_MS = SECOND
const ADOPT_EVERY_MS = 10 * SECOND
const PAUSES_MS = [250, 500, SECOND, 2 * SECOND, 5 * SECOND]
const LAST_TRIES_MS = 5 * SECOND
/** A batch that failed so often is tried call by call. */
const LAST_RESORT_AFTER = 3

export type SpoolDeps = {
  dataDir: string
  maxBytes: number
  record(records: readonly CallRecord[]): Promise<readonly RecordAnswer[]>
  log: Logger
}

export type Spool = Awaited<ReturnType<typeof openSpool>>

/**
 * Calls on their way to the database. Written to a file before their caller can have read the answer to its end; handed
 * over a moment later, or when the database is back, or by the next process after this one was killed.
 */
export async function openSpool({ dataDir, maxBytes, record, log }: SpoolDeps) {
  const root = join(dataDir, 'spool')
  mkdirSync(root, { recursive: true, mode: 0o700 })
  const { name, lock } = await ownDirectory(root)
  const handOver = createHandOver({ record, log, asidePath: join(root, 'set-aside.calls') })
  let foreignBytes = await otherBytes(root, name)
  let failures = 0
  let adoptedCalls = 0
  let damagedLines = 0
  let toldOfDiskAt = Number.NEGATIVE_INFINITY
  const tellOfDisk = (error: unknown) => {
    const now = performance.now()
    if (now - toldOfDiskAt < MINUTE) return
    toldOfDiskAt = now
    log.error({ err: error }, 'the spool cannot be written; calls wait in memory, where a kill would lose them')
  }
  const writer = new SpoolWriter({
    directory: join(root, name),
    maxBytes,
    now: () => performance.now(),
    otherBytes: () => foreignBytes,
    onFailure: tellOfDisk,
  })
  const timers: NodeJS.Timeout[] = []
  let isStopped = false
  let working: Promise<void> | null = null
  let nextTryAt = 0
  let adopting: Promise<void> | null = null

  /** Whether all is handed over that is ready to be. */
  async function work(): Promise<boolean> {
    for (let segment = writer.closed[0]; segment; segment = writer.closed[0]) {
      try {
        const { records, unread } = await segment.read()
        await handOver.give(records, failures >= LAST_RESORT_AFTER)
        await handOver.keepUnread(unread)
        damagedLines += unread.length
        failures = 0
      } catch (error) {
        const pause = PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)] ?? SECOND
        if (failures === 0) log.warn({ err: error }, 'calls wait in the spool until the database takes them')
        failures += 1
        nextTryAt = performance.now() + pause
        return false
      }
      writer.drop(segment)
    }
    return true
  }

  function look(): void {
    writer.rotate()
    if (working || writer.closed.length === 0 || performance.now() < nextTryAt) return
    working = work()
      .then(() => {})
      .finally(() => {
        working = null
      })
  }

  async function adopt(): Promise<void> {
    try {
      const { calls, damaged } = await adoptOrphans(root, name, handOver)
      adoptedCalls += calls
      damagedLines += damaged
      if (calls > 0) log.info({ calls }, 'handed over the calls of a process that had ended')
    } catch (error) {
      log.debug({ err: error }, 'leftovers of other processes are looked at again later')
    }
    foreignBytes = await otherBytes(root, name).catch(() => foreignBytes)
  }

  function adoptSoon(): void {
    adopting ??= adopt().finally(() => {
      adopting = null
    })
  }

  return {
    processId: name,
    append: (call: CallRecord, written: () => void) => writer.append(call, written),

    start(): void {
      timers.push(setInterval(look, LOOK_EVERY_MS).unref())
      timers.push(setInterval(() => void writer.sync(), SYNC_EVERY_MS).unref())
      timers.push(setInterval(adoptSoon, ADOPT_EVERY_MS).unref())
      adoptSoon()
    },

    /** Hands over what it can; what the database does not take now stays in the files, on the disk. */
    async stop(): Promise<void> {
      if (isStopped) return
      isStopped = true
      for (const timer of timers) clearInterval(timer)
      writer.flush()
      writer.rotate(true)
      await working
      await adopting
      const until = performance.now() + LAST_TRIES_MS
      while (!(await work()) && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 250))
      await writer.sync()
      await lock.release()
      if (writer.closed.length === 0) rmSync(join(root, name), { recursive: true, force: true })
    },

    figures: () => ({
      waiting: writer.waiting,
      bytes: writer.bytes,
      maxBytes,
      oldestSeconds: writer.oldestAt === null ? 0 : (performance.now() - writer.oldestAt) / SECOND,
      notKept: writer.notKept,
      setAside: handOver.setAside(),
      adopted: adoptedCalls,
      damaged: damagedLines,
    }),
  }
}

/** Another process may have taken a directory for an orphan in the moment between its making and its locking. */
async function ownDirectory(root: string): Promise<{ name: string; lock: DirectoryLock }> {
  for (;;) {
    const name = randomUUID()
    try {
      return { name, lock: await lockDirectory(join(root, name)) }
    } catch (error) {
      if (!(error instanceof DirectoryInUse)) throw error
    }
  }
}
