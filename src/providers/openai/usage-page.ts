import { z } from 'zod'
import type { SeriesKey } from '../../ledger/index.ts'
import { MINUTE } from '../../platform/clock.ts'
import { nothingCounted, type Quantities, type UsageKind } from '../../pricing/index.ts'
import { cleanText } from './text.ts'
import { KIND_FIELDS } from './usage-kinds.ts'

/** The answer was no page of usage: HTML, truncated JSON, a wrong shape, a counter that is no count. */
export class UnreadableUsage extends Error {}

export type CountedRow = { series: SeriesKey; name: string; quantities: Quantities }
export type UsagePage = { buckets: { startsAt: Date; rows: CountedRow[] }[]; nextPage: string | null }

// Rows are looked at by hand, as those of a bill: a page has tens of thousands of them.
const Row = z.custom<Readonly<Record<string, unknown>>>((row) => typeof row === 'object' && row !== null)
// The description of 2025 called the rows `result`; live answers say `results`.
const Bucket = z.object({ start_time: z.int(), results: z.array(Row).optional(), result: z.array(Row).optional() })
const Page = z.object({
  object: z.literal('page'),
  data: z.array(Bucket),
  has_more: z.boolean().optional(),
  next_page: z.string().nullish(),
})

type Row = z.infer<typeof Row>

const LONGEST_TEXT = 500

/** Reads one page of `GET /organization/usage/{kind}` in buckets of `span` minutes. Throws {@link UnreadableUsage}. */
export function readUsagePage(text: string, kind: UsageKind, span: number): UsagePage {
  const page = Page.safeParse(parseJson(text))
  if (!page.success) throw new UnreadableUsage(page.error.issues[0]?.path.join('.') ?? 'shape')
  const { data, has_more: hasMore, next_page: nextPage } = page.data
  if (hasMore && !nextPage) throw new UnreadableUsage('has_more without next_page')
  return {
    buckets: data.map((bucket) => readBucket(bucket, kind, span)),
    nextPage: hasMore === false ? null : (nextPage ?? null),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UnreadableUsage('not JSON', { cause: error })
  }
}

function readBucket(bucket: z.infer<typeof Bucket>, kind: UsageKind, span: number): UsagePage['buckets'][number] {
  const start = bucket.start_time * 1_000
  if (start % (span * MINUTE) !== 0) throw new UnreadableUsage('a bucket that starts beside its width')
  const rows = bucket.results ?? bucket.result
  if (!rows) throw new UnreadableUsage('a bucket without results')
  const counted = rows.map((row) => ({ ...seriesOf(row, kind), quantities: quantitiesOf(row, kind, span) }))
  return { startsAt: new Date(start), rows: counted.filter(({ quantities }) => saysSomething(quantities)) }
}

/** `name` tells one series from every other of its kind. */
function seriesOf(row: Row, kind: UsageKind): { series: SeriesKey; name: string } {
  const series = {
    kind,
    externalId: textOf(row, 'project_id'),
    model: textOf(row, 'model'),
    batch: flagOf(row),
    serviceTier: textOf(row, 'service_tier'),
    apiKeyId: textOf(row, 'api_key_id'),
    userId: textOf(row, 'user_id'),
    size: textOf(row, 'size'),
    source: textOf(row, 'source'),
    contextLevel: textOf(row, 'context_level'),
    vectorStoreId: textOf(row, 'vector_store_id'),
  }
  const { externalId, model, batch, serviceTier, apiKeyId, userId, size, source, contextLevel, vectorStoreId } = series
  const parts = [externalId, model, batch, serviceTier, apiKeyId, userId, size, source, contextLevel, vectorStoreId]
  return { series, name: parts.join('\u0000') }
}

function quantitiesOf(row: Row, kind: UsageKind, span: number): Quantities {
  const quantities: Quantities = { ...nothingCounted }
  for (const { name, counter, required } of KIND_FIELDS[kind]) {
    const count = countOf(row[name])
    if (count === null && required) throw new UnreadableUsage(`a row without ${name}`)
    quantities[counter] = count
  }
  if (kind === 'vector_stores') quantities.byteMinutes = byteMinutes(row, span)
  return quantities
}

/** A bucket tells how many bytes lay there; how long, is its own length. */
function byteMinutes(row: Row, span: number): string {
  const bytes = countOf(row.usage_bytes)
  if (bytes === null) throw new UnreadableUsage('a row without usage_bytes')
  return String(BigInt(bytes) * BigInt(span))
}

// What Number() would make of anything else, a blank is 0 to it, was counted by nobody.
const COUNT = /^\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?$/

/** A whole count; what is no count is unknown. Parts of a second count as a second: unknown must not become free. */
function countOf(value: unknown): number | null {
  const count = typeof value === 'string' && COUNT.test(value) ? Number(value) : value
  if (typeof count !== 'number' || !Number.isFinite(count) || count < 0) return null
  return Math.min(Math.ceil(count), Number.MAX_SAFE_INTEGER)
}

/** Rows of nothing but zeros are the same as no rows. */
function saysSomething({ byteMinutes: stored, ...counts }: Quantities): boolean {
  return (stored !== null && stored !== '0') || Object.values(counts).some((count) => count !== null && count > 0)
}

function textOf(row: Row, name: string): string | null {
  const value = row[name]
  if (value === null || value === undefined || value === '') return null
  if (typeof value !== 'string') throw new UnreadableUsage(`${name} is no text`)
  return cleanText(value.slice(0, LONGEST_TEXT))
}

function flagOf({ batch }: Row): boolean | null {
  if (batch === null || batch === undefined) return null
  if (typeof batch !== 'boolean') throw new UnreadableUsage('batch is neither true nor false')
  return batch
}
