import { MINUTE } from '../platform/clock.ts'

/** Calls of one minute, named by its start. Minutes without calls may be left out. */
export type MinuteCalls = { at: Date; calls: number }

/** `since`: from when on calls come several times as often as usual, without a longer pause; null: they do not. */
export type Pulse = { from: Date; minutes: readonly number[]; since: Date | null }

const SHOWN_MINUTES = 60
/** Calls come in bursts: one quiet minute is no end, and one loud minute no beginning. */
const WINDOW_MINUTES = 5
const TIMES_USUAL = 3
const FEWEST_CALLS = 5

/** `until`: the minute up to which usage is known. `usualCalls`: of a whole usual day, null where unknown. */
export function pulseOf(calls: readonly MinuteCalls[], until: Date, usualCalls: number | null): Pulse {
  const end = Math.floor(until.getTime() / MINUTE)
  const byMinute = new Map(calls.map((minute) => [Math.floor(minute.at.getTime() / MINUTE), minute.calls]))
  const first = Math.min(end - SHOWN_MINUTES + 1, ...byMinute.keys())
  const perMinute = Array.from({ length: end - first + 1 }, (_one, place) => byMinute.get(first + place) ?? 0)
  const onset = onsetOf(perMinute, usualCalls)
  return {
    from: new Date((end - SHOWN_MINUTES + 1) * MINUTE),
    minutes: perMinute.slice(-SHOWN_MINUTES),
    since: onset === null ? null : new Date((first + onset) * MINUTE),
  }
}

function onsetOf(perMinute: readonly number[], usualCalls: number | null): number | null {
  if (usualCalls === null) return null
  const loud = Math.max((usualCalls / (24 * 60)) * WINDOW_MINUTES * TIMES_USUAL, FEWEST_CALLS)
  const windows = perMinute.map((_one, place) =>
    sum(perMinute.slice(Math.max(0, place - WINDOW_MINUTES + 1), place + 1)),
  )
  if ((windows.at(-1) ?? 0) < loud) return null
  const quiet = windows.findLastIndex((calls) => calls < loud)
  const start = quiet + 1
  // The window became loud by its newest minutes: the first of them that stands out is where it begins.
  const share = loud / WINDOW_MINUTES
  const back = perMinute.slice(Math.max(0, start - WINDOW_MINUTES + 1), start + 1).findIndex((calls) => calls >= share)
  return back === -1 ? start : Math.max(0, start - WINDOW_MINUTES + 1) + back
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
