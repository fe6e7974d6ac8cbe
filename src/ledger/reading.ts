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
  days: ReadonlyMap<CostDay, readonly BilledRow[]>
}

export type BilledLine = BilledRow & { day: CostDay }

/** One line per day, project, line item and currency: rows that say the same are added, never overwritten. */
export function mergeRows(reading: BilledReading): BilledLine[] {
  const lines = new Map<string, BilledLine>()
  for (const [day, rows] of reading.days) {
    for (const row of rows) {
      // Texts of a bill hold no U+0000 (the provider client refuses it), so the key is unambiguous.
      const key = `${day}\0${row.currency}\0${row.externalId ?? '\0'}\0${row.lineItem ?? '\0'}`
      const known = lines.get(key)
      lines.set(key, known ? addRows(known, row) : { ...row, day })
    }
  }
  return [...lines.values()]
}

function addRows(line: BilledLine, row: BilledRow): BilledLine {
  const quantity =
    line.quantity && row.quantity ? addDecimals(line.quantity, row.quantity) : (line.quantity ?? row.quantity)
  return { ...line, amount: addDecimals(line.amount, row.amount), quantity }
}
