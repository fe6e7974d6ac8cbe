import type { CostDay } from '../platform/cost-day.ts'
import type { Tx } from '../platform/db/database.ts'
import type { PriceTable } from '../pricing/index.ts'
import type { CallRecord, RecordAnswer } from './call.ts'
import { neighbourOf } from './day-border.ts'
import type { Alongside, CallsDeps } from './deps.ts'
import { cleanWith, gather } from './gather.ts'
import { type KnownCall, mergeCalls } from './merge-calls.ts'
import type { CallPartitions } from './partitions.ts'
import { isPricedAlike, priceCall } from './price-call.ts'
import { lockBorders } from './store/border.ts'
import { inOrder, insertCalls, lockCalls, replaceCalls } from './store/calls.ts'
import type { CallRow } from './store/columns.ts'
import type { KnownProjects } from './store/known-projects.ts'
import { addToDays, addToHours } from './store/sums.ts'
import { type Change, sumCalls } from './sum-calls.ts'

type Outcome = 'stored' | 'duplicate' | 'merged'
type Deps = CallsDeps & { partitions: CallPartitions; projects: KnownProjects }

/**
 * Takes calls in: in one transaction their rows, their sums, what the ledger and the thresholds make of them, and what
 * the caller does alongside. Records may come in any order, more than once, and from several tellers of the same call.
 */
export async function record(
  deps: Deps,
  records: readonly CallRecord[],
  alongside?: Alongside,
): Promise<RecordAnswer[]> {
  if (records.length === 0) return []
  const now = await deps.sharedNow()
  const projectIds = await deps.projects(new Set(records.map(({ projectId }) => projectId)))
  const gathered = gather(records, cleanWith(now, deps.keptDays, projectIds))
  const calls = inOrder([...gathered.calls].map(([name, call]): Named => Object.assign(call, { name })))
  await deps.partitions.ensure(calls.map(({ costDay }) => costDay))
  return deps.database.db.transaction().execute(async (tx) => {
    const table = await deps.pricing.table(tx)
    const { outcomes, changes } = await write(tx, table, calls, now)
    const sums = sumCalls(changes)
    await addToHours(tx, sums.hours)
    await addToDays(tx, sums.days)
    if (sums.minutes.length > 0) await deps.ledger.applyMetered(tx, sums.minutes.map(meteredOf))
    const answers = gathered.answers(outcomes)
    await alongside?.(tx, answers)
    return answers
  })
}

type Named = KnownCall & { name: string }

async function write(tx: Tx, table: PriceTable, calls: readonly Named[], now: Date) {
  const atBorder = calls.filter((call) => neighbourOf(call) !== null)
  await lockBorders(tx, atBorder)
  const neighbours = await lockCalls(tx, atBorder, [...new Set(atBorder.flatMap((call) => neighbourOf(call) ?? []))])
  const fresh = calls.filter(({ name }) => !neighbours.has(name))
  const rows = fresh.map((call): CallRow => Object.assign(call, priceCall(table, call), { recordedAt: now }))
  const there = await insertCalls(tx, rows)
  const again = there.size === 0 ? [] : fresh.filter(({ name }) => there.has(name))
  const stored = await lockCalls(tx, again, daysOf(again))
  const changes: Change[] = rows
    .filter((_row, place) => !there.has(fresh[place]?.name ?? ''))
    .map((row) => ({ row, sign: 1 }))
  const outcomes = new Map<string, Outcome>(fresh.map(({ name }) => [name, 'stored']))
  const changed: CallRow[] = []
  const before: CostDay[] = []
  for (const call of [...calls.filter(({ name }) => neighbours.has(name)), ...again]) {
    const known = neighbours.get(call.name) ?? stored.get(call.name)
    if (known === undefined) throw new Error('a call that is stored was not found')
    const row = mergeRow(table, known, call)
    outcomes.set(call.name, row === known ? 'duplicate' : 'merged')
    if (row === known) continue
    changed.push(row)
    before.push(known.costDay)
    changes.push({ row: known, sign: -1 }, { row, sign: 1 })
  }
  await replaceCalls(tx, changed, [...new Set(before)])
  return { outcomes, changes }
}

/** Priced anew only where something that decides the price has changed. */
function mergeRow(table: PriceTable, known: CallRow, call: KnownCall): CallRow {
  const merged = mergeCalls(known, call)
  if (merged === known) return known
  const cost = isPricedAlike(known, merged) ? known : priceCall(table, merged)
  return { ...known, ...merged, cost: cost.cost, costFrom: cost.costFrom, unpriced: cost.unpriced }
}

function daysOf(calls: readonly KnownCall[]): CostDay[] {
  return [...new Set(calls.map(({ costDay }) => costDay))]
}

function meteredOf({
  key: [projectId = '', minute = '', kind = ''],
  figures,
  cost,
}: ReturnType<typeof sumCalls>['minutes'][number]) {
  return { projectId, minute: new Date(minute), kind, calls: figures.calls, cost, unpriced: figures.unpricedCalls }
}
