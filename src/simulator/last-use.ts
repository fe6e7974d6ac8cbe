import { DAY, HOUR, SECOND } from '../platform/clock.ts'
import type { World } from './world.ts'

const LOOKED_BACK = 30 * DAY

/** Seconds, to the hour, when a key was last used; null for a key that nobody used for a month. */
export function lastUseOf(world: World, apiKeyId: string): number | null {
  const now = world.now()
  const streams = world.streams().filter((stream) => stream.apiKeyId === apiKeyId)
  const isUsed = (from: number, to: number) =>
    streams.some((stream) => world.interruptions.measure(stream, from, to).some((count) => count > 0))
  for (let end = now; end > now - LOOKED_BACK; end -= DAY) {
    if (!isUsed(end - DAY, end)) continue
    let hour = Math.floor((end - 1) / HOUR) * HOUR
    while (!isUsed(hour, Math.min(hour + HOUR, end))) hour -= HOUR
    return hour / SECOND
  }
  return null
}
