import type { CostDay } from '../platform/cost-day.ts'
import type { Tx } from '../platform/db/database.ts'
import { compareDecimals, ZERO } from '../platform/money.ts'
import { type PriceTable, priceUsage } from '../pricing/index.ts'
import type { LedgerDeps } from './deps.ts'
import { followEstimates } from './follow.ts'
import { seenTwice } from './seen-twice.ts'
import { lockLedger } from './store/sums.ts'
import {
  type CountedDay,
  countedDays,
  countedOn,
  daysCountedSince,
  type SeriesDay,
  writePrices,
} from './store/usage-days.ts'
import { markRepriced } from './store/watermarks.ts'

/** Prices these days of these series, and of those that may show the same calls; writes what differs and answers with it. */
export async function priceDays(tx: Tx, table: PriceTable, wanted: readonly SeriesDay[]): Promise<SeriesDay[]> {
  return priceCounted(tx, table, await countedDays(tx, wanted))
}

/** `models` as usage names them, asked under the ledger's lock; null: all of them. */
export type PricesChange = { models: ((tx: Tx) => Promise<readonly string[]>) | null; from: CostDay }

/** Prices every kept day from `from` on anew, by the prices that are valid now. */
export async function reprice(tx: Tx, deps: LedgerDeps, change: PricesChange): Promise<void> {
  await lockLedger(tx)
  const table = await deps.pricing.table(tx)
  const models = change.models && (await change.models(tx))
  for (const day of await daysCountedSince(tx, change.from)) {
    const changed = await priceCounted(tx, table, await countedOn(tx, day, models))
    if (changed.length > 0) await followEstimates(tx, deps, { changed })
  }
  await markRepriced(tx, await deps.now(tx))
}

async function priceCounted(tx: Tx, table: PriceTable, rows: readonly CountedDay[]): Promise<SeriesDay[]> {
  const priced = rows.map((row) => {
    const { cost, unpriced } = priceUsage(table, row, row.day, row)
    return { ...row, known: row, cost, unpriced: unpriced.length > 0 }
  })
  const twice = seenTwice(priced)
  const differing = priced.flatMap((row) => {
    const { seriesId, day, known, unpriced } = row
    const cost = twice.has(row) ? ZERO : row.cost
    return compareDecimals(cost, known.cost) === 0 && unpriced === known.unpriced
      ? []
      : [{ seriesId, day, cost, unpriced }]
  })
  if (differing.length > 0) await writePrices(tx, differing)
  return differing
}
