import type { CostDay } from '../platform/cost-day.ts'
import type { Db } from '../platform/db/database.ts'
import { isZero } from '../platform/money.ts'
import { type Ask, decide, type Rule, type Verdict } from './decide.ts'
import type { OpenCalls } from './open-calls.ts'
import { keepReservations, lockProject, shrinkReservations } from './store/reservations.ts'
import { readRules } from './store/rules.ts'
import { within } from './within.ts'

export type Asked = Ask & { day: CostDay }
/** `lost`: the database did not answer. */
export type Answer = Exclude<Verdict, { kind: 'wait' }> | { kind: 'free' } | { kind: 'lost' }

export type DeskDeps = {
  db: Db
  owner: string
  open: OpenCalls
  now(): number
  wallClock(): Date
  onLost(error: unknown): void
}

type Waiting = { asked: Asked; until: number; settle(answer: Answer): void }

/** So long a call waits for those under way before it is refused. */
export const PATIENCE_MS = 1_500
const LOOK_AGAIN_MS = 50
const LEAST_PAUSE_MS = 5
const LONGEST_ANSWER_MS = 3_000

export type Desk = ReturnType<typeof createDesk>

/**
 * Lets calls of one project in, all that have come meanwhile in one transaction: many callers at once wait for one lock of
 * the database, and not each for its own. Those without room wait a moment for calls under way, here and elsewhere.
 */
export function createDesk(projectId: string, deps: DeskDeps) {
  const { db, owner, open, now } = deps
  let waiting: Waiting[] = []
  let isBusy = false
  let wake: () => void = () => {}

  async function attempt(asks: readonly Asked[]): Promise<(Verdict | { kind: 'free' })[]> {
    const ended = open.toShrink(projectId)
    const verdicts = await db.transaction().execute(async (tx) => {
      await lockProject(tx, projectId)
      await shrinkReservations(tx, ended)
      const byDay = new Map<CostDay, readonly Rule[]>()
      for (const { day } of asks) {
        if (!byDay.has(day)) byDay.set(day, await readRules(tx, projectId, { day, at: deps.wallClock() }))
      }
      const found = new Map<Asked, Verdict | { kind: 'free' }>()
      for (const [day, rules] of byDay) {
        const ofDay = asks.filter((ask) => ask.day === day)
        const answers = rules.length === 0 ? ofDay.map(() => ({ kind: 'free' }) as const) : decide(rules, ofDay)
        for (const [place, ask] of ofDay.entries()) found.set(ask, answers[place] ?? { kind: 'free' })
      }
      const answers = asks.map((ask) => found.get(ask) ?? ({ kind: 'free' } as const))
      await keepReservations(tx, owner, reservationsOf(asks, answers))
      return answers
    })
    open.noteShrunk(ended)
    return verdicts
  }

  function reservationsOf(asks: readonly Asked[], answers: readonly (Verdict | { kind: 'free' })[]) {
    return asks.flatMap(({ callId, day }, place) => {
      const answer = answers[place]
      const isKept = answer?.kind === 'admitted' && !isZero(answer.amount)
      return isKept ? [{ callId, projectId, costDay: day, amount: answer.amount }] : []
    })
  }

  /** Answers with whether somebody has to wait. */
  async function turn(): Promise<boolean> {
    const batch = waiting
    waiting = []
    const asks = batch.map(({ asked }) => asked)
    let verdicts: Awaited<ReturnType<typeof attempt>>
    try {
      verdicts = await within(LONGEST_ANSWER_MS, attempt(asks))
    } catch (error) {
      deps.onLost(error)
      for (const { settle } of batch) settle({ kind: 'lost' })
      return false
    }
    // Only now: what was committed too late has been answered otherwise, belongs to nobody and expires.
    for (const reservation of reservationsOf(asks, verdicts)) open.add(reservation)
    const left: Waiting[] = []
    for (const [place, one] of batch.entries()) {
      const verdict = verdicts[place] ?? { kind: 'free' }
      if (verdict.kind !== 'wait') one.settle(verdict)
      else if (now() < one.until) left.push(one)
      else one.settle({ kind: 'refused', because: 'no-room', rule: verdict.rule })
    }
    const hasNews = waiting.length > 0
    waiting = [...left, ...waiting]
    return !hasNews && left.length > 0
  }

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      if (await turn()) await pause()
    }
  }

  /** Until somebody comes or a call of ours ends; those of other processes are looked at every now and then. */
  async function pause(): Promise<void> {
    const woken = Promise.withResolvers<void>()
    wake = woken.resolve
    const timer = setTimeout(woken.resolve, LOOK_AGAIN_MS)
    await Promise.all([woken.promise, new Promise((resolve) => setTimeout(resolve, LEAST_PAUSE_MS))])
    clearTimeout(timer)
  }

  function start(): void {
    if (isBusy) return
    isBusy = true
    // Whoever comes in the same turn of the event loop is let in with the first.
    setImmediate(() => {
      void work().finally(() => {
        isBusy = false
        if (waiting.length > 0) start()
      })
    })
  }

  return {
    admit(asked: Asked): Promise<Answer> {
      const answer = Promise.withResolvers<Answer>()
      waiting.push({ asked, until: now() + PATIENCE_MS, settle: answer.resolve })
      wake()
      start()
      return answer.promise
    },
    /** A call of this project has ended. */
    look: (): void => wake(),
  }
}
