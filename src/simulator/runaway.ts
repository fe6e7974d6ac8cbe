import { MINUTE } from '../platform/clock.ts'
import type { Project } from './organization.ts'
import { base } from './project-streams.ts'
import { mix } from './random.ts'
import type { Pace } from './rate-limits.ts'
import type { Stream } from './stream.ts'
import { textComponents } from './tariff.ts'

const MODEL = 'gpt-4o-2024-08-06'
const FAMILY = 'gpt-4o'
const CALLS_PER_MINUTE = 900
/** Uncached, cached, output, request: a retry loop sends the same long prompt and gets little back. */
const PER_CALL = [1_500, 300, 350, 1]

/**
 * A retry loop that starts at `from` and never ends by itself: far above fifteen times the project's busiest minute.
 * A lowered rate limit slows it down to what is let through.
 */
export function runawayStream(project: Project, from: number, paces: (family: string) => readonly Pace[]): Stream {
  const callsThrough = (at: number) => Math.floor(callMillisThrough(at, from, paces(FAMILY)) / MINUTE)
  return {
    ...base(mix(from, 4_242), project.id),
    kind: 'completions',
    apiKeyId: project.apiKeys[0]?.id ?? null,
    model: MODEL,
    family: FAMILY,
    components: textComponents(MODEL, false, 'default'),
    measure: (start, end) => {
      const calls = callsThrough(end) - callsThrough(start)
      return PER_CALL.map((count) => count * calls)
    },
  }
}

/** Calls per minute times milliseconds, summed over the paces: whole numbers, so that any split of a span adds up. */
function callMillisThrough(at: number, from: number, paces: readonly Pace[]): number {
  let sum = 0
  let since = from
  let perMinute = CALLS_PER_MINUTE
  for (const pace of paces) {
    const until = Math.min(Math.max(pace.from, since), at)
    sum += Math.max(0, until - since) * perMinute
    since = Math.max(since, pace.from)
    perMinute = Math.min(CALLS_PER_MINUTE, pace.perMinute)
  }
  return sum + Math.max(0, at - since) * perMinute
}
