import type { z } from 'zod'
import type { SpendState } from './api.ts'

export type KeyFacts = { workingKeys: number; brokenKeys: number }
type Facts = KeyFacts & { archivedAt: Date | null; bindingCount: number; hasReading: boolean }

export function spendState(facts: Facts): z.infer<typeof SpendState> {
  if (facts.archivedAt) return 'archived'
  if (facts.bindingCount === 0) return 'no-binding'
  if (facts.workingKeys === 0) return facts.brokenKeys > 0 ? 'key-broken' : 'no-key'
  return facts.hasReading ? 'ok' : 'no-data'
}
