import type { SpendState } from './api.ts'
import type { Alarm } from './store/limits.ts'

export type KeyFacts = { workingKeys: number; brokenKeys: number }
type Facts = KeyFacts & { archivedAt: Date | null; bindingCount: number; hasReading: boolean; alarm: Alarm | null }

/** One word for a project. Money that runs away, or was stopped from it, is said before anything that is merely missing. */
export function spendState(facts: Facts): SpendState {
  const { alarm } = facts
  if (facts.archivedAt) return 'archived'
  if (alarm !== null && alarm !== 'no-data') return alarm
  if (facts.bindingCount === 0) return 'no-binding'
  if (facts.workingKeys === 0) return facts.brokenKeys > 0 ? 'key-broken' : 'no-key'
  return facts.hasReading && alarm === null ? 'ok' : 'no-data'
}
