import { costDayOf } from '../platform/cost-day.ts'
import type { PriceTable } from '../pricing/index.ts'
import type { CallCost, CallRecord } from './call.ts'
import { cleanQuantities } from './counts.ts'
import { priceCall } from './price-call.ts'

/** What a call will be recorded with, as far as that is known before it is. */
export function priceRecord(table: PriceTable, record: CallRecord): CallCost {
  const quantities = cleanQuantities(record.quantities)
  return priceCall(table, { ...record, quantities, meta: null, costDay: costDayOf(record.at), identity: record.id })
}
