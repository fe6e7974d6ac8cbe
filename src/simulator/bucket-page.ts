import { SECOND } from '../platform/clock.ts'
import { badRequest } from './api-error.ts'
import { integerOf, limitOf, type Query, textOf } from './query.ts'

/** Which time buckets one answer carries. All instants in milliseconds; `to` is exclusive. */
export type BucketPage = {
  readonly starts: readonly number[]
  readonly width: number
  readonly nextPage: string | null
  readonly endTime: number | undefined
}

export type BucketRules = {
  readonly width: number
  readonly defaultLimit: number
  readonly maxLimit: number
  /** Buckets that begin at or after this instant do not exist yet. */
  readonly horizon: number
  readonly pageSize: number | undefined
}

const CURSOR = 'page_AAAAA'

/** `limit` counts buckets, whatever they hold. The cursor carries the start of the next bucket. */
export function bucketPageOf(query: Query, rules: BucketRules): BucketPage {
  const startTime = integerOf(query, 'start_time')
  const endTime = integerOf(query, 'end_time')
  if (startTime === undefined)
    throw badRequest("Missing required parameter: 'start_time'.", 'start_time', 'missing_required_parameter')
  if (startTime < 0) throw badRequest("Invalid 'start_time': expected a value >= 0.", 'start_time')
  if (endTime !== undefined && endTime <= startTime) {
    throw badRequest("Invalid time range: 'start_time' must be before 'end_time'.", 'end_time', 'invalid_time_range')
  }
  const limit = limitOf(query, rules.defaultLimit, rules.maxLimit)
  const end = Math.min(endTime === undefined ? Number.POSITIVE_INFINITY : endTime * SECOND, rules.horizon)
  const first = cursorOf(query, rules.width) ?? Math.floor((startTime * SECOND) / rules.width) * rules.width
  const starts: number[] = []
  let next = first
  for (; next < end && starts.length < Math.min(limit, rules.pageSize ?? limit); next += rules.width) starts.push(next)
  return {
    starts,
    width: rules.width,
    nextPage: next < end ? CURSOR + Buffer.from(String(next / SECOND)).toString('base64url') : null,
    endTime: endTime === undefined ? undefined : endTime * SECOND,
  }
}

function cursorOf(query: Query, width: number): number | undefined {
  const cursor = textOf(query, 'page')
  if (cursor === undefined) return undefined
  const seconds = Number(Buffer.from(cursor.slice(CURSOR.length), 'base64url').toString() || Number.NaN)
  const isBucket = Number.isSafeInteger(seconds) && seconds >= 0 && (seconds * SECOND) % width === 0
  if (!cursor.startsWith(CURSOR) || !isBucket) throw badRequest("Invalid 'page' cursor.", 'page')
  return seconds * SECOND
}

/** The text of one page, bucket by bucket, so that a page of hundreds of megabytes is never held at once. */
export function* pageText(page: BucketPage, resultsOf: (start: number) => string): Generator<string> {
  yield '{"object":"page","data":['
  for (const [index, start] of page.starts.entries()) {
    const end = start + page.width
    const times = `"start_time":${start / SECOND},"end_time":${end / SECOND}`
    const extra = `"start_time_iso":"${isoOf(start)}","end_time_iso":"${isoOf(end)}"`
    yield `${index === 0 ? '' : ','}{"object":"bucket",${times},${extra},"results":[${resultsOf(start)}]}`
  }
  yield `],"has_more":${page.nextPage !== null},"next_page":${JSON.stringify(page.nextPage)}}`
}

function isoOf(at: number): string {
  return new Date(at).toISOString().replace('.000Z', '+00:00')
}
