import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CallRecord, CallResult, RecordAnswer } from '../calls/index.ts'
import { type Clock, SECOND } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'
import type { Logger } from '../platform/log.ts'
import type { Admission } from './admission.ts'
import type { Exchange } from './exchange.ts'
import { createFollower } from './follow.ts'
import { createHandle } from './handle.ts'
import { createPools } from './pools.ts'
import type { SnapshotSource } from './snapshot.ts'
import { openSpool } from './spool/spool.ts'

export type GatewayDeps = {
  db: Db
  clock: Clock
  log: Logger
  openaiBaseUrl: string
  dataDir: string
  spoolMaxBytes: number
  source: SnapshotSource
  record(records: readonly CallRecord[]): Promise<readonly RecordAnswer[]>
  admission?: Admission
}

export type Gateway = Awaited<ReturnType<typeof createGateway>>

/** Calls that are under way when the process is told to stop have so long to end. */
const LAST_CALLS_MS = 20 * SECOND

/** `/openai/v1`: OpenAI's API as it is, for the calls of projects, each of them recorded. */
export async function createGateway(deps: GatewayDeps) {
  const { db, clock, log } = deps
  const spool = await openSpool({
    dataDir: deps.dataDir,
    maxBytes: deps.spoolMaxBytes,
    record: deps.record,
    log,
  })
  const follower = createFollower({ db, processId: spool.processId, source: deps.source, spool, log })
  const pools = createPools(deps.openaiBaseUrl)
  const underWay = new Set<Exchange>()
  const ended: Record<CallResult, number> = { ok: 0, error: 0, refused: 0, aborted: 0 }
  let turnedAway = 0
  let isStopping = false
  const emptied = Promise.withResolvers<void>()

  const handle = createHandle({
    spool: {
      append(call, written) {
        deps.admission?.ended(call)
        spool.append(call, written)
      },
    },
    pools,
    now: () => performance.now(),
    wallClock: () => clock.now(),
    snapshot: follower.current,
    admission: deps.admission ?? null,
    isStopping: () => isStopping,
    onBegin: (exchange) => void underWay.add(exchange),
    onEnd(exchange, result) {
      ended[result] += 1
      underWay.delete(exchange)
      if (isStopping && underWay.size === 0) emptied.resolve()
    },
    onRefused() {
      turnedAway += 1
    },
  })

  return {
    /** True: taken; the answer comes from here. */
    handle: (request: IncomingMessage, response: ServerResponse): boolean => handle(request, response),

    async start(): Promise<void> {
      await follower.start()
      spool.start()
    },

    /** Takes no more calls, and lets those under way end. */
    async drain(): Promise<void> {
      isStopping = true
      if (underWay.size === 0) return
      const timer = setTimeout(() => {
        for (const exchange of underWay) exchange.abandon()
      }, LAST_CALLS_MS)
      await emptied.promise
      clearTimeout(timer)
    },

    /** After `drain`: hands over what is spooled, while the database is still there. Loses nothing either way. */
    async stop(): Promise<void> {
      isStopping = true
      await follower.stop()
      await spool.stop()
      await pools.close()
    },

    figures: () => ({
      underWay: underWay.size,
      ended: { ...ended },
      turnedAway,
      snapshot: follower.figures(),
      spool: spool.figures(),
    }),
  }
}
