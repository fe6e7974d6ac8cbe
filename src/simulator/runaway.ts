import { MINUTE } from '../platform/clock.ts'
import type { Project } from './organization.ts'
import { base } from './project-streams.ts'
import { mix } from './random.ts'
import type { Stream } from './stream.ts'
import { textComponents } from './tariff.ts'

const CALLS_PER_MINUTE = 900
/** Uncached, cached, output, request: a retry loop sends the same long prompt and gets little back. */
const PER_CALL = [1_500, 300, 350, 1]

/** A retry loop that starts at `from` and never ends by itself: far above fifteen times the project's busiest minute. */
export function runawayStream(project: Project, from: number): Stream {
  const key = project.apiKeys[0]
  const callsThrough = (at: number) => Math.max(0, Math.floor(((at - from) * CALLS_PER_MINUTE) / MINUTE))
  return {
    ...base(mix(from, 4_242), project.id),
    kind: 'completions',
    apiKeyId: key?.id ?? null,
    model: 'gpt-4o-2024-08-06',
    family: 'gpt-4o',
    components: textComponents('gpt-4o-2024-08-06', false, 'default'),
    measure: (start, end) => {
      const calls = callsThrough(end) - callsThrough(start)
      return PER_CALL.map((count) => count * calls)
    },
  }
}
