import { randomUUID } from 'node:crypto'
import { type CallRecord, priceRecord, type RecordAnswer } from '../calls/index.ts'
import type { Admission, AskedCall } from '../gateway/index.ts'
import { type Clock, SECOND } from '../platform/clock.ts'
import { costDayOf } from '../platform/cost-day.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import type { Logger } from '../platform/log.ts'
import { isZero, ZERO } from '../platform/money.ts'
import type { PriceTable } from '../pricing/index.ts'
import { mostCost } from './bound/most-cost.ts'
import { createDesk, type Desk } from './desk.ts'
import { createFollower } from './follow.ts'
import { OpenCalls } from './open-calls.ts'
import { dropReservations, holdReservations, keepReservations, sweepExpired } from './store/reservations.ts'
import { UncheckedCalls } from './unchecked.ts'
import { cannotCheck, limitReached } from './words.ko.ts'

const RENEW_EVERY_MS = 10 * SECOND

export type LimitsDeps = {
  db: Db
  clock: Clock
  log: Logger
  prices(db: Db): Promise<PriceTable>
  record(
    records: readonly CallRecord[],
    alongside?: (tx: Tx, answers: readonly RecordAnswer[]) => Promise<void>,
  ): Promise<RecordAnswer[]>
}

export type Limits = ReturnType<typeof createLimits>

type Admitted = Awaited<ReturnType<Admission['admit']>>

/** Hard limits: of every call that is let through, the most that it can cost is reserved until it is recorded. */
export function createLimits({ db, clock, log, prices, record }: LimitsDeps) {
  const owner = randomUUID()
  const open = new OpenCalls()
  const desks = new Map<string, Desk>()
  const unchecked = new UncheckedCalls()
  const counted = { refused: 0, expired: 0 }
  let renewing: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null

  const follower = createFollower({ db, log, prices, wallClock: () => clock.now(), onBack: keepOpen })

  /** One at a time, and never beside the recording of the same calls: what is recorded must not come back. */
  function keepOpen(): Promise<void> {
    const kept = renewing.then(() => keepReservations(db, owner, open.toRenew()))
    renewing = kept.catch(() => {})
    return kept
  }

  async function renew(): Promise<void> {
    try {
      await keepOpen()
      counted.expired += await sweepExpired(db)
      await unchecked.tell(db)
    } catch (error) {
      follower.lose(error)
    }
  }

  /** What a call has cost counts from here on. Where nobody knows, what was reserved for it stays for a while. */
  async function settle(tx: Tx, records: readonly CallRecord[], ids: readonly string[]): Promise<void> {
    const table = follower.known()?.prices
    const unknown = new Set(
      table
        ? records.filter((call) => priceRecord(table, call).cost === null && call.kind !== null).map(({ id }) => id)
        : [],
    )
    await holdReservations(
      tx,
      ids.filter((id) => unknown.has(id)),
    )
    await dropReservations(
      tx,
      ids.filter((id) => !unknown.has(id)),
    )
  }

  function deskOf(projectId: string): Desk {
    const known = desks.get(projectId)
    if (known) return known
    const desk = createDesk(projectId, {
      db,
      owner,
      open,
      now: () => performance.now(),
      wallClock: () => clock.now(),
      onLost: follower.lose,
    })
    desks.set(projectId, desk)
    return desk
  }

  async function admit(call: AskedCall): Promise<Admitted> {
    const known = follower.known()
    if (known === null) return { ok: false, refusal: cannotCheck }
    const day = costDayOf(call.at)
    const most = mostCost(known.prices, day, call)
    if (most !== null && isZero(most)) return { ok: true, reservationId: null }
    const answer = follower.isLost()
      ? ({ kind: 'lost' } as const)
      : await deskOf(call.projectId).admit({ callId: call.callId, most, day })
    switch (answer.kind) {
      case 'free':
        return { ok: true, reservationId: null }
      case 'admitted':
        if (most === null) unchecked.add(call.projectId, day, 'unknown-cost')
        return { ok: true, reservationId: most === null ? null : call.callId }
      case 'refused': {
        counted.refused += 1
        return { ok: false, refusal: limitReached({ because: answer.because, rule: answer.rule, most, day }) }
      }
      case 'lost':
        return withoutDatabase(call, most ?? ZERO)
    }
  }

  /** What the thresholds chose for when nothing can be read. What goes on is told to the database once it is back. */
  function withoutDatabase({ callId, projectId, at }: AskedCall, amount: string): Admitted {
    if (follower.known()?.hard.get(projectId) === 'stop') {
      counted.refused += 1
      return { ok: false, refusal: cannotCheck }
    }
    unchecked.add(projectId, costDayOf(at), 'no-database')
    open.add({ callId, projectId, costDay: costDayOf(at), amount })
    return { ok: true, reservationId: callId }
  }

  const admission: Admission = {
    concerns: (projectId) => follower.known()?.hard.has(projectId) ?? true,
    admit,
    ended(call) {
      const known = follower.known()
      if (known === null || !open.has(call.id)) return
      const projectId = open.ended(call.id, priceRecord(known.prices, call).cost)
      if (projectId !== null) desks.get(projectId)?.look()
    },
    budgetHeader: (projectId) => follower.known()?.budgets.get(projectId) ?? null,
  }

  return {
    admission,

    /** Records calls; what was reserved for them goes in the same transaction. */
    async record(records: readonly CallRecord[]): Promise<RecordAnswer[]> {
      const hard = follower.known()?.hard
      const ids = records.flatMap(({ id, projectId }) => (!hard || hard.has(projectId) || open.has(id) ? [id] : []))
      if (ids.length === 0) return record(records)
      open.setBeingRecorded(ids, true)
      await renewing
      try {
        const answers = await record(records, (tx) => settle(tx, records, ids))
        for (const projectId of open.forget(ids)) desks.get(projectId)?.look()
        return answers
      } catch (error) {
        open.setBeingRecorded(ids, false)
        throw error
      }
    },

    async start(): Promise<void> {
      await follower.start()
      timer = setInterval(() => void renew(), RENEW_EVERY_MS).unref()
    },

    /** After the gateway has stopped: what is left of its calls waits on the disk, and its reservations expire. */
    async stop(): Promise<void> {
      if (timer) clearInterval(timer)
      await renewing
      await unchecked.tell(db).catch((error) => log.warn({ err: error }, 'calls that went on unchecked were not told'))
      await follower.stop()
    },

    /** Of this process, since it started. */
    figures: () => ({
      ...counted,
      uncheckedCost: unchecked.total['unknown-cost'],
      uncheckedDatabase: unchecked.total['no-database'],
      openCalls: open.count,
      isLost: follower.isLost(),
    }),
  }
}
