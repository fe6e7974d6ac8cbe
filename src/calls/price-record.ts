import { costDayOf } from '../platform/cost-day.ts'
import type { PriceTable } from '../pricing/index.ts'
import type { CallCost, CallRecord } from './call.ts'
import { cleanQuantities, cleanTools } from './counts.ts'
import { priceCall } from './price-call.ts'

/** What a call will be recorded with, as far as that is known before it is. */
export function priceRecord(table: PriceTable, record: CallRecord): CallCost {
  const quantities = cleanQuantities(record.quantities)
  const tools = cleanTools(record.tools)
  const costDay = costDayOf(record.at)
  return priceCall(table, { ...record, quantities, tools, estimated: false, meta: null, costDay, identity: record.id })
}
