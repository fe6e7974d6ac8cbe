import type { Inner } from '../deps.ts'
import { listDueLanes } from '../store/lanes.ts'
import { type Carrier, type Round, workLane } from './lane.ts'

/** A pause longer than this is left to the job of every minute. */
const SHORT_PAUSE_MS = 60_000

/** Works on every lane that has something due, each for itself: one that hangs holds up no other. */
export function createWorker(inner: Inner, open: (lane: string) => Carrier) {
  const { db, log, sharedNow } = inner
  const busy = new Map<string, Promise<Round>>()
  const askedAgain = new Set<string>()
  const timers = new Set<NodeJS.Timeout>()
  let running = Promise.resolve()
  let closed = false

  function work(lane: string): Promise<Round> {
    const present = busy.get(lane)
    if (present) {
      // Something may have been queued after it looked for the last time.
      askedAgain.add(lane)
      return present
    }
    const round = workLane(inner, lane, open).finally(() => {
      busy.delete(lane)
      if (askedAgain.delete(lane) && !closed) void soon()
    })
    busy.set(lane, round)
    return round
  }

  async function dueLanes(): Promise<string[]> {
    const lanes = await listDueLanes(db, await sharedNow(db))
    return inner.smtpUrl === null ? lanes.filter((lane) => lane !== 'mail') : lanes
  }

  async function soon(): Promise<void> {
    try {
      const rounds = (await dueLanes()).map(async (lane) => comeBack(await work(lane)))
      await Promise.all(rounds)
    } catch (error) {
      if (!closed) log.error({ err: error }, 'messages not delivered now')
    }
  }

  /** After a short pause the same process asks again, since a minute is long for an alarm. */
  function comeBack({ retryAt }: Round): void {
    const pause = retryAt === null ? null : retryAt.getTime() - inner.clock.now().getTime()
    if (closed || pause === null || pause > SHORT_PAUSE_MS) return
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        start()
      },
      Math.max(pause, 100),
    )
    timer.unref()
    timers.add(timer)
  }

  function start(): void {
    if (!closed) running = Promise.all([running, soon()]).then(() => {})
  }

  return {
    /** Right after a commit: at once, in this process. */
    deliverSoon: start,

    /** For a job every minute; several processes may run it at once. */
    async deliverWaiting(): Promise<{ sent: number; failed: number }> {
      const rounds = await Promise.all((await dueLanes()).map(work))
      const sum = (count: (round: Round) => number) => rounds.reduce((total, round) => total + count(round), 0)
      return { sent: sum(({ sent }) => sent), failed: sum(({ failed }) => failed) }
    },

    /** What is on its way arrives; nothing new is begun. */
    async close(): Promise<void> {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      await running
      await Promise.allSettled(busy.values())
    },
  }
}
