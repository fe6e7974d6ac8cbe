import { addDays, type CostDay, daysBetween } from '../../platform/cost-day.ts'
import { absoluteDecimal, addDecimals, compareDecimals } from '../../platform/money.ts'
import { type Priced, type PriceTable, priceUsage } from '../../pricing/index.ts'
import { seenTwice } from '../seen-twice.ts'
import type { BilledPart, CountedPart, ReadDay } from '../store/reconciliation.ts'
import { keyOfBillLine, keyOfPart } from './line-key.ts'
import { type Comparison, differenceOf, differs, type Verdict, verdictOf } from './verdict.ts'

export type ReconciledLine = Comparison & { label: string; difference: string; verdict: Verdict | null }
export type ReconciledDay = {
  day: CostDay
  /** Null: no bill of the day was read. */
  billed: string | null
  /** Null: no usage of the day was read. */
  estimated: string | null
  settled: boolean
  difference: string | null
  verdict: Verdict | null
  lines: ReconciledLine[]
}

type Line = Comparison & { label: string; family: string }
type Lines = Map<string, Line>

/** Puts the bill of each day beside what was counted on it, line by line, and says why they differ. */
export function reconcile(input: {
  table: PriceTable
  from: CostDay
  to: CostDay
  billed: readonly BilledPart[]
  counted: readonly CountedPart[]
  read: readonly ReadDay[]
}): ReconciledDay[] {
  const days = new Map<CostDay, Lines>(daysBetween(input.from, input.to).map((day) => [day, new Map()]))
  for (const row of input.billed) addBilled(days.get(row.day), row)
  const counted = input.counted.map((row) => ({ ...row, ...priceUsage(input.table, row, row.day, row) }))
  const twice = seenTwice(counted)
  for (const row of counted) addCounted(days.get(row.day), row, twice.has(row))
  const settled = new Map(input.read.map((one) => [one.day, one.settled]))
  return [...days].map(([day, lines]) => judgeDay(day, lines, days, settled.get(day)))
}

function addBilled(lines: Lines | undefined, row: BilledPart): void {
  const known = keyOfBillLine(row.lineItem)
  const key = known?.key ?? `bill: ${row.lineItem}`
  const line = held(lines, key, { label: row.lineItem ?? '', family: known?.family ?? key })
  if (!line) return
  line.billed = addDecimals(line.billed ?? '0', row.amount)
  if (row.quantity !== null) line.billedQuantity = addDecimals(line.billedQuantity ?? '0', row.quantity)
}

/** `isTwice`: the same calls may stand on another line, which costs more. */
function addCounted(lines: Lines | undefined, row: CountedPart & Priced, isTwice: boolean): void {
  for (const part of row.parts) {
    const { key, family } = keyOfPart(row, part)
    const line = held(lines, key, { label: key, family })
    if (!line) continue
    line.estimated = addDecimals(line.estimated ?? '0', (isTwice ? null : part.amount) ?? '0')
    if (part.quantity !== null) line.countedQuantity = addDecimals(line.countedQuantity ?? '0', part.quantity)
    if (row.unpriced.includes(part)) line.unpriced = true
  }
}

function held(lines: Lines | undefined, key: string, named: Pick<Line, 'label' | 'family'>): Line | undefined {
  const known = lines?.get(key)
  if (known || !lines) return known
  const line = { ...named, billed: null, estimated: null, billedQuantity: null, countedQuantity: null, unpriced: false }
  lines.set(key, line)
  return line
}

function judgeDay(
  day: CostDay,
  lines: Lines,
  days: ReadonlyMap<CostDay, Lines>,
  settled: boolean | undefined,
): ReconciledDay {
  const isBilled = settled !== undefined
  const isCounted = [...lines.values()].some((line) => line.countedQuantity !== null)
  const judged = [...lines].map(([key, line]) => {
    const neighbours = [addDays(day, -1), addDays(day, 1)].flatMap((next) => days.get(next)?.get(key) ?? [])
    const around = {
      settled: settled ?? false,
      family: familyOf(lines, line.family),
      neighbours: neighbours.map(differenceOf),
    }
    const { family: _family, ...comparison } = line
    const verdict = isBilled && isCounted ? verdictOf(line, around) : null
    return { ...comparison, difference: differenceOf(line), verdict }
  })
  const shown = judged.filter((line) => line.billed !== null || line.estimated !== '0' || line.unpriced)
  const billed = isBilled ? addDecimals('0', ...judged.map((line) => line.billed ?? '0')) : null
  const estimated = isCounted ? addDecimals('0', ...judged.map((line) => line.estimated ?? '0')) : null
  return {
    day,
    billed,
    estimated,
    settled: settled ?? false,
    difference: billed === null || estimated === null ? null : differenceOf({ billed, estimated }),
    verdict: heaviest(shown, { billed, estimated }),
    lines: shown.toSorted(bySize),
  }
}

function familyOf(lines: Lines, family: string): { billed: string | null; counted: string | null } {
  const members = [...lines.values()].filter((line) => line.family === family)
  const sum = (quantities: (string | null)[]) => {
    const known = quantities.filter((one) => one !== null)
    return known.length === 0 ? null : addDecimals('0', ...known)
  }
  return {
    billed: sum(members.map((line) => line.billedQuantity)),
    counted: sum(members.map((line) => line.countedQuantity)),
  }
}

/** The day's verdict is the one of the line that weighs most, where the day as a whole differs. */
function heaviest(
  lines: readonly ReconciledLine[],
  { billed, estimated }: { billed: string | null; estimated: string | null },
): Verdict | null {
  if (billed === null || estimated === null || !differs({ billed, estimated })) return null
  return lines.filter(({ verdict }) => verdict !== null).toSorted(bySize)[0]?.verdict ?? null
}

function bySize(left: ReconciledLine, right: ReconciledLine): number {
  return (
    compareDecimals(absoluteDecimal(right.difference), absoluteDecimal(left.difference)) ||
    left.label.localeCompare(right.label)
  )
}
