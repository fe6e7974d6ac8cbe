import { costDayOf } from '../platform/cost-day.ts'
import type { Tx } from '../platform/db/database.ts'
import type { Crossing } from '../thresholds/index.ts'
import type { AlertsDeps } from './deps.ts'
import { crossedWords } from './messages/crossed.ko.ts'
import { placeOf, tell } from './tell.ts'

/** One message for each crossing, however many levels it jumped over, in the transaction that found it. */
export async function raise(tx: Tx, deps: AlertsDeps, crossings: readonly Crossing[]): Promise<void> {
  const place = await placeOf(deps, tx)
  const causes = await causesFor(tx, deps, crossings)
  for (const [index, crossing] of crossings.entries()) {
    const { breachId, generation, highest, teamId, projectId, detectedAt } = crossing
    const cause = causes[index] ?? null
    await tell(tx, deps, {
      key: `crossed:${breachId}:${generation}:${highest}`,
      kind: 'crossed',
      teamId,
      projectId,
      breachId,
      percent: highest,
      detectedAt,
      cause,
      words: crossedWords(crossing, cause, place),
    })
  }
}

/** A message goes to one team: it tells nothing of the days on which the project was in another. */
async function causesFor(tx: Tx, { causesOf }: AlertsDeps, crossings: readonly Crossing[]) {
  const asked = crossings.map((crossing, index) => ({
    index,
    teamId: crossing.teamId,
    projectId: crossing.projectId,
    day: crossing.isPast ? lastDayOf(crossing) : costDayOf(crossing.detectedAt),
  }))
  const causes: Awaited<ReturnType<AlertsDeps['causesOf']>> = crossings.map(() => null)
  for (const [teamId, own] of Map.groupBy(asked, (one) => one.teamId)) {
    const found = await causesOf(tx, [teamId], own)
    for (const [place, { index }] of own.entries()) causes[index] = found[place] ?? null
  }
  return causes
}

function lastDayOf({ resetsAt }: Crossing): string {
  return costDayOf(new Date(resetsAt.getTime() - 1))
}
