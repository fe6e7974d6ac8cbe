import { randomUUID } from 'node:crypto'
import { SECOND } from '../../platform/clock.ts'
import type { Inner } from '../deps.ts'
import { type Due, listOverdue, markFailed, markSent, postpone, takeDue } from '../store/deliveries.ts'
import { claimLane, keepLane, leaveInPeace, leaveLane, noteLaneFails, noteLaneWorks } from '../store/lanes.ts'
import { withoutLinks } from './keep.ts'
import { isLate } from './late.ts'
import type { Outcome } from './outcome.ts'
import { nextAttempt, nextRound, PATIENCE } from './retry.ts'

/** What carries the messages of one lane. Opened for a round, closed after it. */
export type Carrier = {
  width: number
  /** Longer than any attempt can take: a process that died keeps the lane that long. */
  leaseMs: number
  send(message: Due, at: Date): Promise<Outcome>
  close(): void
}
export type Round = { sent: number; failed: number; retryAt: Date | null }

/** Another process works on it, and may have looked for the last time. */
const LOOK_AGAIN = 2 * SECOND
const NOT_SENT = '보낼 수 있는 기간이 지나 보내지 않았습니다.'

/** Sends what is due on one lane, oldest first, until nothing is left or the lane fails. */
export async function workLane(inner: Inner, lane: string, open: (lane: string) => Carrier): Promise<Round> {
  const { db, sharedNow } = inner
  const by = randomUUID()
  const round: Round = { sent: 0, failed: 0, retryAt: null }
  const start = await sharedNow(db)
  const carrier = open(lane)
  const until = (now: Date) => new Date(now.getTime() + carrier.leaseMs)
  try {
    if (!(await claimLane(db, { lane, by, now: start, until: until(start) }))) {
      return { ...round, retryAt: new Date(start.getTime() + LOOK_AGAIN) }
    }
    await giveUpOverdue(inner, lane, start)
    // One alone first: a lane that is down is not asked once for every message.
    for (let limit = 1; ; limit = carrier.width) {
      const now = await sharedNow(db)
      if (!(await keepLane(db, { lane, by, until: until(now) }))) return round
      const due = await takeDue(db, { lane, now, limit })
      if (due.length === 0) return round
      const outcomes = await Promise.all(due.map((message) => deliver(inner, carrier, message, now)))
      round.sent += outcomes.filter(({ kind }) => kind === 'accepted').length
      round.failed += outcomes.filter(({ kind }) => kind !== 'accepted').length
      const down = outcomes.find((outcome) => outcome.kind === 'down')
      if (down?.kind === 'down') return { ...round, retryAt: await noteDown(inner, lane, down) }
      if (outcomes.some(({ kind }) => kind === 'accepted')) await noteLaneWorks(db, lane, await sharedNow(db))
    }
  } finally {
    carrier.close()
    await leaveLane(db, { lane, by })
  }
}

async function deliver(inner: Inner, carrier: Carrier, message: Due, now: Date): Promise<Outcome> {
  const { db, log, sharedNow, observers, random } = inner
  const { id, channel, kind, attempts } = message
  const outcome = await carrier.send(message, now)
  if (outcome.kind === 'accepted') {
    const at = await sharedNow(db)
    await markSent(db, withoutLinks(message), { at, late: isLate(message, now) })
    const seconds = Math.max(0, (at.getTime() - message.detectedAt.getTime()) / 1_000)
    for (const observe of observers) observe({ channel, seconds })
    log.info({ deliveryId: id, channel, kind, attempts, seconds }, 'message delivered')
    return outcome
  }
  // A lane that is down is asked again as a whole; its messages stay due.
  const until = outcome.kind === 'down' ? now : nextAttempt(message, now, random())
  const isOver = until === null || (outcome.kind === 'refused' && outcome.giveUp)
  if (isOver) await markFailed(db, withoutLinks(message), outcome.problem)
  else await postpone(db, { id, until, problem: outcome.problem, inTheDark: outcome.inTheDark })
  log.warn({ deliveryId: id, channel, kind, attempts, outcome: outcome.kind }, 'message not delivered')
  return outcome
}

async function noteDown(inner: Inner, lane: string, down: Extract<Outcome, { kind: 'down' }>): Promise<Date> {
  const { db, sharedNow, random } = inner
  const at = await sharedNow(db)
  const failures = await noteLaneFails(db, { lane, problem: down.problem, at })
  const retryAt = nextRound({ ...down, failures }, at, random())
  await leaveInPeace(db, lane, retryAt)
  return retryAt
}

async function giveUpOverdue({ db }: Inner, lane: string, now: Date): Promise<void> {
  const before = (patience: number) => new Date(now.getTime() - patience)
  const overdue = await listOverdue(db, {
    lane,
    noticesBefore: before(PATIENCE.notice),
    mailsBefore: before(PATIENCE.mail),
  })
  for (const waiting of overdue) {
    await markFailed(db, withoutLinks(waiting), [waiting.problem, NOT_SENT].filter(Boolean).join(' '))
  }
}
