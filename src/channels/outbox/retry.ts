import { DAY, HOUR, MINUTE, SECOND } from '../../platform/clock.ts'

/** A notice is worth telling for a week; the link of a mail works shorter than that. */
export const PATIENCE = { notice: 7 * DAY, mail: DAY } as const

const MESSAGE = { first: MINUTE, longest: { notice: 15 * MINUTE, mail: 4 * HOUR } } as const
const LANE = { first: 5 * SECOND, longest: 5 * MINUTE, forPeople: 10 * MINUTE } as const

type Attempted = { attempts: number; createdAt: Date; notice: unknown }

/** For a message that was refused for now: growing pauses, spread by a quarter either way; null when it is too late. */
export function nextAttempt(message: Attempted, now: Date, random: number): Date | null {
  const kind = message.notice === null ? 'mail' : 'notice'
  const at = new Date(now.getTime() + spread(MESSAGE.first, message.attempts, MESSAGE.longest[kind], random))
  return at.getTime() - message.createdAt.getTime() > PATIENCE[kind] ? null : at
}

/** For a whole lane: short pauses, since an alarm behind it waits as long. */
export function nextRound(
  failure: { failures: number; retryAfterMs: number | null; needsPeople: boolean },
  now: Date,
  random: number,
): Date {
  const own = failure.needsPeople ? LANE.forPeople : spread(LANE.first, failure.failures, LANE.longest, random)
  return new Date(now.getTime() + Math.max(own, failure.retryAfterMs ?? 0))
}

function spread(first: number, times: number, longest: number, random: number): number {
  return Math.min(first * 2 ** Math.min(times - 1, 20), longest) * (0.75 + random / 2)
}
