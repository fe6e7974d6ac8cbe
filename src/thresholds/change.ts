import { type ActionKind, recordAction } from '../actions/record.ts'
import type { Actor } from '../people/actor.ts'
import { type CostDay, costDayOf } from '../platform/cost-day.ts'
import type { Tx } from '../platform/db/database.ts'
import { notFound } from '../platform/errors.ts'
import { compareDecimals } from '../platform/money.ts'
import type { ThresholdsDeps } from './deps.ts'
import { hardenedBetween } from './evaluate.ts'
import { type Changed, evaluateSpend } from './evaluate-spend.ts'
import { type Period, startOfPeriod } from './periods.ts'
import { lockThresholds } from './store/candidates.ts'
import { findThreshold, type OwnedProject, type ThresholdRow } from './store/thresholds.ts'
import { changeableProject } from './visible.ts'

export type Moment = { at: Date; periodStart: CostDay }
export type Target = { actor: Actor; project: OwnedProject; period: Period }
type Values = Readonly<Record<string, unknown>>
export type Note = { kind: ActionKind; reason?: string; before: Values | null; after: Values | null }

/**
 * One deed on one threshold: in one transaction it is locked, changed, written down and judged, so that a lowered limit
 * crosses what it now crosses and a raised one arms what lies above the spend. A deed that changes nothing notes nothing.
 */
export async function changeThreshold(
  deps: ThresholdsDeps,
  target: { actor: Actor; projectId: string; period: Period },
  deed: (tx: Tx, row: ThresholdRow | null, moment: Moment) => Promise<Note | null>,
): Promise<void> {
  const { actor, projectId, period } = target
  const project = await changeableProject(deps.db, actor, projectId)
  await deps.db.transaction().execute((tx) => changeInside(tx, deps, { actor, project, period }, deed))
}

export async function changeInside(
  tx: Tx,
  deps: ThresholdsDeps,
  { actor, project, period }: Target,
  deed: (tx: Tx, row: ThresholdRow | null, moment: Moment) => Promise<Note | null>,
): Promise<boolean> {
  await lockThresholds(tx)
  const at = await deps.sharedNow(tx)
  const periodStart = startOfPeriod(period, costDayOf(at))
  const before = await findThreshold(tx, project.id, period, periodStart)
  const note = await deed(tx, before, { at, periodStart })
  if (!note) return false
  await recordAction(tx, { at, actor, subject: project.name, teamId: project.teamId, projectId: project.id, ...note })
  const after = await findThreshold(tx, project.id, period, periodStart)
  await evaluateSpend(tx, deps, { projectIds: [project.id], days: [costDayOf(at)], at }, changeOf(before, after))
  return true
}

export function requireLive(row: ThresholdRow | null): ThresholdRow {
  if (!row || row.removedAt) throw notFound('threshold-unknown')
  return row
}

/** Also where it was removed in between: what it was judged by last counts. */
function changeOf(before: ThresholdRow | null, after: ThresholdRow | null): Changed | null {
  if (before === null || after === null) return null
  return {
    thresholdId: after.id,
    isRaised: compareDecimals(inForce(after), inForce(before)) > 0,
    hardened: hardenedBetween(before.levels, after.levels),
  }
}

export function inForce({ limit, raised }: Pick<ThresholdRow, 'limit' | 'raised'>): string {
  return raised !== null && compareDecimals(raised, limit) > 0 ? raised : limit
}
