import type { Tx } from '../platform/db/database.ts'
import type { LedgerDeps } from './deps.ts'
import { sumEstimates } from './store/estimates.ts'
import { projectsOf, sumProjects, sumWorkspace } from './store/sums.ts'
import type { SeriesDay } from './store/usage-days.ts'

/** From the priced series to the sums of scopes, workspace, projects and teams, and to who acts on them. */
export async function followEstimates(
  tx: Tx,
  deps: LedgerDeps,
  change: { changed: readonly SeriesDay[]; readingAt?: Date },
): Promise<void> {
  const scopes = await sumEstimates(tx, change.changed)
  const days = [...new Set(change.changed.map(({ day }) => day))]
  await sumWorkspace(tx, days)
  const projectIds = new Set<string>()
  for (const [organizationId, externalIds] of scopes) {
    for (const id of await projectsOf(tx, organizationId, externalIds)) projectIds.add(id)
  }
  await sumProjects(tx, [...projectIds], days)
  if (projectIds.size === 0) return
  const at = await deps.now(tx)
  await deps.onSpendChanged(tx, { projectIds: [...projectIds], days, at, readingAt: change.readingAt ?? at })
}
