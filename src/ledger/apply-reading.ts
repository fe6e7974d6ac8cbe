import type { CostDay } from '../platform/cost-day.ts'
import type { Tx } from '../platform/db/database.ts'
import type { LedgerDeps } from './deps.ts'
import { OrganizationJoined } from './organization-joined.ts'
import { type BilledReading, mergeRows } from './reading.ts'
import { isSettled } from './settle.ts'
import {
  type KnownDay,
  knownDays,
  markDoubted,
  markRead,
  organizationJoinedInto,
  type ReadDay,
  usedDays,
} from './store/days.ts'
import { insertLines, replaceLines } from './store/lines.ts'
import { type NumberedLines, numberLines } from './store/names.ts'
import { costOf, lockLedger, projectsOf, sumBilled, sumProjects } from './store/sums.ts'

export type AppliedReading = {
  changedLines: number
  /** Days whose empty answer was not believed, since costs were known. */
  doubtedDays: CostDay[]
  /** What the ledger now holds for the days of the reading, by currency. */
  cost: Record<string, string>
}

/**
 * Takes a reading of whole cost days into the ledger in one transaction: all of it or nothing. Applying the same
 * reading again changes nothing; an older reading than the one that a day already has is ignored for that day.
 */
export async function applyReading(deps: LedgerDeps, reading: BilledReading): Promise<AppliedReading> {
  const applied = await deps.database.db.transaction().execute(async (tx) => {
    await lockLedger(tx)
    const joinedInto = await organizationJoinedInto(tx, reading.organizationId)
    if (joinedInto) throw new OrganizationJoined(joinedInto)
    const known = await knownDays(tx, reading.organizationId, [...reading.days.keys()])
    const { fresh, again, doubted } = sortDays(reading, known)
    const lines = await numberLines(tx, reading.organizationId, mergeRows(withDays(reading, [...fresh, ...again])))
    await insertLines(tx, pickDays(lines, new Set(fresh)))
    const changed = again.length === 0 ? [] : await replace(tx, reading, again, lines)
    const changedDays = new Set(changed.map((change) => change.day))
    const empty = [...fresh, ...again].filter((day) => reading.days.get(day)?.length === 0)
    const used = await usedDays(tx, reading.organizationId, empty)
    const readDays = [...fresh, ...again].map((day) => {
      const read = readDay(day, reading.requestedAt, known, changedDays)
      // An answer without anything does not say that what was used cost nothing: the day stays open.
      return used.has(day) ? { ...read, settled: false } : read
    })
    await markRead(tx, reading.organizationId, readDays, reading.requestedAt)
    await markDoubted(tx, reading.organizationId, doubted, reading.requestedAt)
    const settling = readDays.filter(({ day, settled }) => settled !== (known.get(day)?.settled ?? false))
    const touched = new Set([...fresh, ...changedDays, ...settling.map(({ day }) => day)])
    await resum(tx, deps, reading, [...touched])
    return {
      changedLines: changed.reduce((sum, change) => sum + change.lines, 0),
      doubtedDays: doubted,
      cost: await costOf(tx, reading.organizationId, [...reading.days.keys()]),
    }
  })
  deps.afterReading?.()
  return applied
}

// A reading from the future was made under a wrong clock; believing it would shut out every right one.
function isNewer(known: Date, reading: BilledReading): boolean {
  return known > reading.requestedAt && (reading.appliedAt === undefined || known <= reading.appliedAt)
}

function sortDays(reading: BilledReading, known: ReadonlyMap<CostDay, KnownDay>) {
  const fresh: CostDay[] = []
  const again: CostDay[] = []
  const doubted: CostDay[] = []
  for (const [day, rows] of reading.days) {
    const before = known.get(day)
    if (!before) fresh.push(day)
    else if (isNewer(before.lastReadAt, reading)) continue
    else if (rows.length === 0 && before.hasCosts) doubted.push(day)
    else again.push(day)
  }
  return { fresh, again, doubted }
}

function replace(tx: Tx, reading: BilledReading, days: CostDay[], lines: NumberedLines) {
  const at = reading.requestedAt
  return replaceLines(tx, { organizationId: reading.organizationId, days, lines: pickDays(lines, new Set(days)), at })
}

async function resum(tx: Tx, deps: LedgerDeps, reading: BilledReading, days: readonly CostDay[]): Promise<void> {
  if (days.length === 0) return
  await sumBilled(tx, reading.organizationId, days)
  const projectIds = await projectsOf(tx, reading.organizationId, null)
  await sumProjects(tx, projectIds, days)
  await deps.onSpendChanged(tx, { projectIds, days, at: await deps.now(tx), readingAt: reading.requestedAt })
}

function readDay(
  day: CostDay,
  at: Date,
  known: ReadonlyMap<CostDay, KnownDay>,
  changed: ReadonlySet<CostDay>,
): ReadDay {
  const lastChangedAt = changed.has(day) ? at : (known.get(day)?.lastChangedAt ?? null)
  return { day, lastChangedAt, settled: isSettled(day, at, lastChangedAt) }
}

function withDays(reading: BilledReading, days: readonly CostDay[]): BilledReading {
  return { ...reading, days: new Map(days.map((day) => [day, reading.days.get(day) ?? []])) }
}

function pickDays(lines: NumberedLines, days: ReadonlySet<CostDay>): NumberedLines {
  const keep = lines.days.map((day) => days.has(day))
  if (keep.every(Boolean)) return lines
  const pick = <Item>(items: readonly Item[]) => items.filter((_item, place) => keep[place])
  return {
    scopeIds: pick(lines.scopeIds),
    days: pick(lines.days),
    lineItemIds: pick(lines.lineItemIds),
    currencies: pick(lines.currencies),
    amounts: pick(lines.amounts),
    quantities: pick(lines.quantities),
  }
}
