import type { CostDay } from '../platform/cost-day.ts'
import { addDecimals } from '../platform/money.ts'

/** One row of a bill, exact as the provider wrote it. `externalId` null: the provider names no project. */
export type BilledRow = {
  externalId: string | null
  lineItem: string | null
  currency: string
  amount: string
  quantity: string | null
}

/** What one source answered for some whole cost days. A day that is not in it was not answered: it stays as it was. */
export type BilledReading = {
  organizationId: string
  /** When the first request of this reading was sent; an older reading never overwrites a newer one. */
  requestedAt: Date
  /** Now, by the same clock; what claims to have been read later than this is not believed. */
  appliedAt?: Date
  days: ReadonlyMap<CostDay, readonly BilledRow[]>
}

export type BilledLine = BilledRow & { day: CostDay }

/** One line per day, project, line item and currency: rows that say the same are added, never overwritten. */
export function mergeRows(reading: BilledReading): BilledLine[] {
  const lines: BilledLine[] = []
  for (const [day, rows] of reading.days) mergeDay(day, rows, lines)
  return lines
}

type ByLineItem = Map<string | null, number>

// Maps inside maps instead of one key per row: a backfill has millions of rows, and nearly all follow one of their project.
function mergeDay(day: CostDay, rows: readonly BilledRow[], lines: BilledLine[]): void {
  const places = new Map<string, Map<string | null, ByLineItem>>()
  for (const row of rows) {
    const byProject = held(places, row.currency, () => new Map<string | null, ByLineItem>())
    const byLineItem = held(byProject, row.externalId, () => new Map<string | null, number>())
    const place = byLineItem.get(row.lineItem)
    const known = place === undefined ? undefined : lines[place]
    if (place !== undefined && known) lines[place] = addRows(known, row)
    else byLineItem.set(row.lineItem, lines.push(lineOf(day, row)) - 1)
  }
}

function lineOf(day: CostDay, { externalId, lineItem, currency, amount, quantity }: BilledRow): BilledLine {
  return { externalId, lineItem, currency, amount, quantity, day }
}

function held<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

function addRows(line: BilledLine, row: BilledRow): BilledLine {
  const quantity =
    line.quantity && row.quantity ? addDecimals(line.quantity, row.quantity) : (line.quantity ?? row.quantity)
  return { ...line, amount: addDecimals(line.amount, row.amount), quantity }
}
