import type { CostDay } from '../platform/cost-day.ts'
import type { Freshness } from './api.ts'
import type { ReportsDeps } from './reports.ts'
import { freshnessOf, type Reach } from './store/readings.ts'

export async function freshness(deps: ReportsDeps, reach: Reach, today: CostDay): Promise<Freshness> {
  const row = await freshnessOf(deps.db, reach, today)
  return {
    ...row,
    estimatedAt: row.estimatedAt?.toISOString() ?? null,
    lastCollectedAt: row.lastCollectedAt?.toISOString() ?? null,
    nextCollectionAt: deps.nextCollectionAt()?.toISOString() ?? null,
  }
}
