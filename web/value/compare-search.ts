import type { COMPARE_SORTS } from '../../src/reports/value/api.ts'

export type CompareSort = (typeof COMPARE_SORTS)[number]
type Order = 'asc' | 'desc'

/** The direction in which each is usually read, as the server has it. */
export const USUAL_ORDER: Record<CompareSort, Order> = {
  costPerSuccess: 'asc',
  costPerSuccessChange: 'desc',
  successesPerDollar: 'desc',
  name: 'asc',
  team: 'asc',
  spend: 'desc',
  change: 'desc',
  calls: 'desc',
  attempts: 'desc',
  successRate: 'desc',
  feedback: 'desc',
  explained: 'desc',
}
const isSort = (sort: string): sort is CompareSort => Object.hasOwn(USUAL_ORDER, sort)

export type CompareSearch = { sort?: CompareSort; order?: Order; teamId?: string }

/** The order lives in the address, so that it can be sent to a colleague; what is usual is not written. */
export function readCompareSearch(given: Record<string, unknown>): CompareSearch {
  const sort = isSort(String(given.sort)) ? (String(given.sort) as CompareSort) : 'costPerSuccess'
  const order = given.order === 'asc' || given.order === 'desc' ? given.order : USUAL_ORDER[sort]
  return {
    ...(sort === 'costPerSuccess' ? {} : { sort }),
    ...(order === USUAL_ORDER[sort] ? {} : { order }),
    ...(typeof given.teamId === 'string' && given.teamId !== '' ? { teamId: given.teamId } : {}),
  }
}

export type Standing = { sort: CompareSort; order: Order }

export function standingOf({ sort = 'costPerSuccess', order }: CompareSearch): Standing {
  return { sort, order: order ?? USUAL_ORDER[sort] }
}

/** A press on the column that is sorted by turns it round; on another one begins with its usual direction. */
export function sortedBy(search: CompareSearch, sort: CompareSort): CompareSearch {
  const now = standingOf(search)
  const order = now.sort === sort ? (now.order === 'asc' ? 'desc' : 'asc') : USUAL_ORDER[sort]
  return readCompareSearch({ ...search, sort, order })
}
