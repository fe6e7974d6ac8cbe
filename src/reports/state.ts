import type { z } from 'zod'
import type { SpendState } from './api.ts'

type Facts = { archivedAt: Date | null; bindingCount: number; workingKeys: number; hasReading: boolean }

export function spendState(facts: Facts): z.infer<typeof SpendState> {
  if (facts.archivedAt) return 'archived'
  if (facts.bindingCount === 0) return 'no-binding'
  if (facts.workingKeys === 0) return 'key-broken'
  return facts.hasReading ? 'ok' : 'no-data'
}
