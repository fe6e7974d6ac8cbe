import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { BilledRow } from '../../ledger/index.ts'
import { type CostDay, costDayOf, startOfDay } from '../../platform/cost-day.ts'
import { NotDecimal, parseDecimal } from '../../platform/money.ts'
import { cleanText } from './text.ts'

/** The answer was no page of costs: HTML, truncated JSON, a wrong shape, an amount that is no decimal. */
export class UnreadablePage extends Error {}

export type CostsPage = { buckets: { day: CostDay; rows: BilledRow[] }[]; nextPage: string | null }

// Rows are looked at by hand: a page has tens of thousands of them, and building each anew costs more than all the rest.
const Row = z.custom<Row>(isRow)
// The description of 2025 called the rows `result`; live answers say `results`.
const Bucket = z.object({ start_time: z.int(), results: z.array(Row).optional(), result: z.array(Row).optional() })
const Page = z.object({
  object: z.literal('page'),
  data: z.array(Bucket),
  has_more: z.boolean().optional(),
  next_page: z.string().nullish(),
})

type Row = {
  amount: { value: string; currency: string }
  project_id?: Name
  line_item?: Name
  quantity?: string | null | undefined
}
type Name = string | null | undefined

// JSON.parse turns numbers into floats. Quoting them first keeps every digit; inside a JSON string the quote before the
// colon would be escaped, so nothing else can match. Six times faster than a lossless parser on pages of 15 MB.
// What is no number of JSON stays as it is and is refused by JSON.parse.
const MONEY_NUMBER = /(?<!\\)"(value|quantity)"\s*:\s*(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/g

/** Reads the raw text of one page of `GET /organization/costs`, digit for digit. Throws {@link UnreadablePage}. */
export function readCostsPage(text: string): CostsPage {
  const page = Page.safeParse(parseJson(text))
  if (!page.success) throw new UnreadablePage(page.error.issues[0]?.path.join('.') ?? 'shape')
  const { data, has_more: hasMore, next_page: nextPage } = page.data
  if (hasMore && !nextPage) throw new UnreadablePage('has_more without next_page')
  return { buckets: data.map(readBucket), nextPage: hasMore === false ? null : (nextPage ?? null) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(MONEY_NUMBER, '"$1":"$2"'))
  } catch (error) {
    throw new UnreadablePage('not JSON', { cause: error })
  }
}

function readBucket(bucket: z.infer<typeof Bucket>): CostsPage['buckets'][number] {
  const start = new Date(bucket.start_time * 1_000)
  if (Number.isNaN(start.getTime())) throw new UnreadablePage('start_time')
  const day = costDayOf(start)
  if (startOfDay(day).getTime() !== start.getTime()) throw new UnreadablePage('a bucket that is not a UTC day')
  const rows = bucket.results ?? bucket.result
  if (!rows) throw new UnreadablePage('a bucket without results')
  return { day, rows: rows.map(readRow) }
}

function isRow(row: unknown): row is Row {
  if (typeof row !== 'object' || row === null || !('amount' in row)) return false
  const { amount } = row
  if (typeof amount !== 'object' || amount === null || !('value' in amount) || !('currency' in amount)) return false
  return (
    isExact(amount.value) &&
    isText(amount.currency, 10) &&
    amount.currency !== '' &&
    (!('project_id' in row) || row.project_id == null || isText(row.project_id, 300)) &&
    (!('line_item' in row) || row.line_item == null || isText(row.line_item, 2_000)) &&
    (!('quantity' in row) || row.quantity == null || isExact(row.quantity))
  )
}

/** A number that is still one was not quoted before parsing, so its name was spelled oddly and digits may be lost. */
function isExact(value: unknown): value is string {
  return typeof value === 'string'
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length <= longest
}

function readRow(row: Row): BilledRow {
  return {
    externalId: row.project_id ? cleanText(row.project_id) : null,
    lineItem: row.line_item ? fitting(cleanText(row.line_item)) : null,
    currency: cleanText(row.amount.currency).toUpperCase(),
    amount: decimal(row.amount.value),
    quantity: row.quantity == null ? null : decimal(row.quantity),
  }
}

function decimal(text: string): string {
  try {
    return parseDecimal(text)
  } catch (error) {
    if (error instanceof NotDecimal) throw new UnreadablePage('an amount that is no decimal', { cause: error })
    throw error
  }
}

/** An index entry of PostgreSQL holds 2,704 bytes. A longer text keeps its beginning and stays told apart by its hash. */
const LONGEST_TEXT_BYTES = 2_000

function fitting(text: string): string {
  if (text.length * 3 <= LONGEST_TEXT_BYTES || Buffer.byteLength(text) <= LONGEST_TEXT_BYTES) return text
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return `${text.slice(0, 600).toWellFormed()}… ${hash}`
}
