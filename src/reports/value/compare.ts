import { costDayOf } from '../../platform/cost-day.ts'
import { invalid } from '../../platform/errors.ts'
import { compareDecimals } from '../../platform/money.ts'
import type { ReportsDeps } from '../reports.ts'
import type { COMPARE_SORTS, Compare, CompareQuery, CompareRow } from './api.ts'
import { comparedDays, weekWorth } from './week-worth.ts'

type Sort = (typeof COMPARE_SORTS)[number]
type Order = 'asc' | 'desc'
type Wanted = Pick<CompareQuery, 'sort' | 'order' | 'teamId'>

/** All projects side by side: those of which enough is known in their order, then the others in the same. */
export async function comparedProjects(
  { db, clock }: ReportsDeps,
  teamIds: readonly string[] | null,
  { sort, order, teamId }: Wanted,
): Promise<CompareRow[]> {
  const rows = await weekWorth(db, costDayOf(clock.now()), { teamIds, teamId })
  return inOrder(rows, sort, order ?? USUAL_ORDER[sort])
}

export async function compareOf(
  deps: ReportsDeps,
  teamIds: readonly string[] | null,
  query: CompareQuery,
): Promise<Compare> {
  const offset = readCursor(query.cursor)
  const rows = await comparedProjects(deps, teamIds, query)
  const ranked = rows.filter(({ lack }) => lack === null).length
  return {
    ...comparedDays(costDayOf(deps.clock.now())),
    ranked,
    unranked: rows.length - ranked,
    items: rows.slice(offset, offset + query.limit),
    nextCursor: rows.length > offset + query.limit ? writeCursor(offset + query.limit) : null,
  }
}

/** The direction in which each is usually read: names from the beginning, what is dear or much first, and the cheapest success. */
const USUAL_ORDER: Record<Sort, Order> = {
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

/** What is compared: a decimal, a number, or a name; null is unknown and comes last in either direction. */
type Key = { decimal: string } | { number: number } | { name: string } | null

const KEYS: Record<Sort, (row: CompareRow) => Key> = {
  costPerSuccess: ({ costPerSuccess }) => decimal(costPerSuccess.now?.amount),
  costPerSuccessChange: ({ costPerSuccess }) => number(costPerSuccess.change),
  successesPerDollar: ({ successesPerDollar }) => decimal(successesPerDollar.now),
  name: ({ name }) => ({ name }),
  team: ({ teamName }) => ({ name: teamName }),
  spend: ({ spend }) => decimal(spend?.amount),
  change: ({ change }) => number(change),
  calls: ({ calls }) => number(calls),
  attempts: ({ attempts }) => number(attempts),
  successRate: ({ rate }) => number(rate),
  feedback: ({ feedback }) => number(feedback),
  explained: ({ explained }) => number(explained.share),
}

function decimal(value: string | null | undefined): Key {
  return value === null || value === undefined ? null : { decimal: value }
}

function number(value: number | null): Key {
  return value === null ? null : { number: value }
}

const NAMES = new Intl.Collator('ko', { numeric: true })

export function inOrder(rows: readonly CompareRow[], sort: Sort, order: Order): CompareRow[] {
  const keyOf = KEYS[sort]
  const sign = order === 'asc' ? 1 : -1
  return rows.toSorted((left, right) => {
    const enough = Number(left.lack !== null) - Number(right.lack !== null)
    if (enough !== 0) return enough
    const [one, other] = [keyOf(left), keyOf(right)]
    if (one === null || other === null) {
      const unknown = Number(one === null) - Number(other === null)
      return unknown === 0 ? NAMES.compare(left.name, right.name) : unknown
    }
    const difference = compareKeys(one, other) * sign
    return difference === 0 ? NAMES.compare(left.name, right.name) : difference
  })
}

function compareKeys(left: NonNullable<Key>, right: NonNullable<Key>): number {
  if ('decimal' in left && 'decimal' in right) return compareDecimals(left.decimal, right.decimal)
  if ('number' in left && 'number' in right) return left.number - right.number
  return 'name' in left && 'name' in right ? NAMES.compare(left.name, right.name) : 0
}

function writeCursor(offset: number): string {
  return Buffer.from(String(offset)).toString('base64url')
}

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const offset = Number(Buffer.from(cursor, 'base64url').toString())
  if (!Number.isSafeInteger(offset) || offset < 0) throw invalid('cursor-invalid')
  return offset
}
