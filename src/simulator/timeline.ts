import { type Clock, SECOND } from '../platform/clock.ts'

/** Simulated time: runs `speed` times as fast as the clock it was given, and can be moved ahead by hand. */
export type Timeline = { readonly startedAt: number; now(): number; advance(seconds: number): void }

export function createTimeline(options: { clock: Clock; speed: number; startAt: Date | undefined }): Timeline {
  const origin = options.clock.now().getTime()
  const startedAt = (options.startAt ?? new Date(origin)).getTime()
  let skipped = 0
  return {
    startedAt,
    now: () => startedAt + Math.floor((options.clock.now().getTime() - origin) * options.speed) + skipped,
    advance: (seconds) => {
      skipped += Math.round(seconds * SECOND)
    },
  }
}
