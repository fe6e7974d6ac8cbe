import { createHash } from 'node:crypto'
import type { Tx } from '../platform/db/database.ts'
import type { NoData } from '../thresholds/index.ts'
import type { AlertsDeps } from './deps.ts'
import { noDataWords } from './messages/no-data.ko.ts'
import { placeOf, tell } from './tell.ts'

/** A broken key darkens all projects of a team at once: they are told together. Stopping them is told by who stops them. */
export async function tellNoData(tx: Tx, deps: AlertsDeps, episodes: readonly NoData[]): Promise<void> {
  const place = await placeOf(deps, tx)
  const telling = episodes.filter(({ phase }) => phase !== 'stop')
  const groups = Map.groupBy(telling, ({ teamId, phase, cause }) => `${teamId}:${phase}:${cause}`)
  for (const [group, [first, ...more]] of groups) {
    if (!first) continue
    const together: [NoData, ...NoData[]] = [first, ...more]
    await tell(tx, deps, {
      key: `no-data:${group}:${digestOf(together)}`,
      kind: 'no-data',
      teamId: first.teamId,
      projectId: more.length === 0 ? first.projectId : null,
      detectedAt: first.at,
      words: noDataWords(together, place),
    })
  }
}

/** Names the episodes: the same ones again are the same news. */
function digestOf(episodes: readonly NoData[]): string {
  const names = episodes.map(({ projectId, since }) => `${projectId} ${since.toISOString()}`).sort()
  return createHash('sha256').update(names.join()).digest('base64url')
}
