import { DAY } from '../platform/clock.ts'
import type { CostDay } from '../platform/cost-day.ts'
import type { Db } from '../platform/db/database.ts'
import type { Cause, DayUse, UsageLine } from './cause.ts'
import { explain } from './explain.ts'
import { type Pulse, pulseOf } from './onset.ts'
import { type Asked, knownSpend } from './store/spend.ts'
import { callsByMinute, readUsage, usedLines } from './store/usage.ts'
import { type UsualSpend, usualSpendOf } from './usual-day.ts'

/**
 * Explains many project-days with three queries, in the order asked for; null where nothing is known of the day.
 * `teamIds: null` sees all days, anybody else those on which the project was in one of these teams.
 */
export async function causesOf(
  db: Db,
  teamIds: readonly string[] | null,
  asked: readonly Asked[],
): Promise<(Cause | null)[]> {
  if (asked.length === 0) return []
  const spends = Map.groupBy(await knownSpend(db, teamIds, asked), (row) => row.projectId)
  const usuals = asked.map(({ projectId, day }) => usualSpendOf(spends.get(projectId) ?? [], day))
  const uses = await usesOf(db, [
    ...asked,
    ...asked.flatMap(({ projectId }, place) => middleOf(projectId, usuals[place])),
  ])
  return asked.map(({ projectId, day }, place) => {
    const today = spends.get(projectId)?.find((row) => row.day === day)
    if (!today) return null
    const usual = usuals[place]
    const use = ({ day: used, spend }: { day: CostDay; spend: string }): DayUse => ({
      spend,
      lines: uses.get(keyOf({ projectId, day: used })) ?? null,
    })
    return explain(day, use(today), usual ? { ...usual, middle: usual.middle.map(use) } : null)
  })
}

function middleOf(projectId: string, usual: UsualSpend | null | undefined): Asked[] {
  return (usual?.middle ?? []).map(({ day }) => ({ projectId, day }))
}

/** Lines by project and day; an empty list where usage was read and there was none, nothing where it was not read. */
async function usesOf(db: Db, asked: readonly Asked[]): Promise<ReadonlyMap<string, readonly UsageLine[]>> {
  const lines = Map.groupBy(await usedLines(db, asked), keyOf)
  const read = (await readUsage(db, asked)).map((one) => [keyOf(one), []] as const)
  return new Map<string, readonly UsageLine[]>([...read, ...lines])
}

function keyOf({ projectId, day }: Asked): string {
  return `${projectId} ${day}`
}

/** The calls of the last hour and since when they run away; null where no minutes are known. */
export async function pulseOfProject(db: Db, projectId: string, now: Date, cause: Cause | null): Promise<Pulse | null> {
  const { calls, until } = await callsByMinute(db, projectId, new Date(now.getTime() - DAY))
  const { usual = null } = cause?.calls ?? {}
  return until && calls.length > 0
    ? pulseOf(calls, new Date(until.getTime() - 1), usual === null ? null : Number(usual))
    : null
}
