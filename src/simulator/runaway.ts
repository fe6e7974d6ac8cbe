import { MINUTE } from '../platform/clock.ts'
import { findTextModel } from './catalogue.ts'
import type { Project } from './organization.ts'
import { base } from './project-streams.ts'
import { hashText, mix } from './random.ts'
import type { Pace } from './rate-limits.ts'
import type { Stream } from './stream.ts'
import { textComponents } from './tariff.ts'

export type RunawayLoop = {
  readonly callsPerMinute: number
  /** Tokens of one call; `cached` comes on top of `input`. */
  readonly input: number
  readonly cached: number
  readonly output: number
}

/** A retry loop sends the same long prompt and gets little back: far above fifteen times a project's busiest minute. */
const DEFAULT_LOOP: RunawayLoop = { callsPerMinute: 900, input: 1_500, cached: 300, output: 350 }

/** A loop of which only some figures are said. */
export type LoopFigures = { readonly [name in keyof RunawayLoop]?: number | undefined }

export function loopOf(figures: LoopFigures): RunawayLoop {
  return {
    callsPerMinute: figures.callsPerMinute ?? DEFAULT_LOOP.callsPerMinute,
    input: figures.input ?? DEFAULT_LOOP.input,
    cached: figures.cached ?? DEFAULT_LOOP.cached,
    output: figures.output ?? DEFAULT_LOOP.output,
  }
}

const FALLBACK_MODEL = 'gpt-4o-2024-08-06'

/** Milliseconds; `to` is infinite until somebody repairs the program. */
export type Life = { readonly from: number; to: number }

/** A retry loop. A lowered rate limit slows it down to what is let through. */
export function runawayStream(
  project: Project,
  life: Life,
  loop: RunawayLoop,
  paces: (family: string) => readonly Pace[],
): Stream {
  const usual = project.streams.find((stream) => stream.kind === 'completions' && !stream.batch)
  const model = usual?.model ?? FALLBACK_MODEL
  const family = findTextModel(model)?.family ?? model
  const callsThrough = (at: number) =>
    Math.floor(callMillisThrough(Math.min(at, life.to), life.from, loop.callsPerMinute, paces(family)) / MINUTE)
  const perCall = [loop.input, loop.cached, loop.output, 1]
  return {
    ...base(mix(hashText(4_242, project.id), life.from), project.id),
    kind: 'completions',
    apiKeyId: project.apiKeys[0]?.id ?? null,
    model,
    family,
    tier: usual?.tier ?? 'default',
    components: textComponents(model, false, usual?.tier ?? 'default'),
    measure: (start, end) => {
      const calls = callsThrough(end) - callsThrough(start)
      return perCall.map((count) => count * calls)
    },
  }
}

/** Calls per minute times milliseconds, summed over the paces: whole numbers, so that any split of a span adds up. */
function callMillisThrough(at: number, from: number, callsPerMinute: number, paces: readonly Pace[]): number {
  let sum = 0
  let since = from
  let perMinute = callsPerMinute
  for (const pace of paces) {
    const until = Math.min(Math.max(pace.from, since), at)
    sum += Math.max(0, until - since) * perMinute
    since = Math.max(since, pace.from)
    perMinute = Math.min(callsPerMinute, pace.perMinute)
  }
  return sum + Math.max(0, at - since) * perMinute
}
