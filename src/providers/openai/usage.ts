import type OpenAI from 'openai'
import type { BucketSpan, SeriesKey, UsageBucket, UsageReading } from '../../ledger/index.ts'
import { type Clock, DAY, MINUTE, SECOND } from '../../platform/clock.ts'
import type { UsageKind } from '../../pricing/index.ts'
import { callOpenAi, createOpenAiClient, readText } from './client.ts'
import { garbage, OpenAiError } from './failure.ts'
import { realSleep, type Sleep, withRetries } from './retry.ts'
import { USAGE_CALLS } from './usage-calls.ts'
import { type CountedRow, readUsagePage, UnreadableUsage, type UsagePage } from './usage-page.ts'

export type UsageRequest = {
  key: string
  baseUrl: string
  kind: UsageKind
  /** Minutes per bucket. */
  span: BucketSpan
  from: Date
  /** Excluded. */
  to: Date
  signal: AbortSignal
  /** Told before each request: the admin API allows few of them. */
  onRequest?(): void
}

export type OpenAiUsage = ReturnType<typeof createOpenAiUsage>

const WIDTHS = {
  1: { name: '1m', most: 1_440 },
  60: { name: '1h', most: 168 },
  1440: { name: '1d', most: 31 },
} as const
const MAX_PAGE_BYTES = 512 * 1024 * 1024
/** A page carries a bucket at least, and four weeks of hours are 672. */
const MAX_PAGES = 2_000
/** What passes by itself is tried once more at once; the next round is never far. */
const MAX_ATTEMPTS = 2
const MAX_WAIT_SECONDS = 5

/**
 * Reads `GET /organization/usage/{kind}` for the whole organization, split by everything that decides a price or a cause, all
 * pages. Answers with every bucket that OpenAI answered, also empty ones; throws an OpenAiError and then nothing was read.
 * A 429 is thrown at once: to wait is the caller's, who has other kinds to read.
 */
export function createOpenAiUsage(deps: { clock: Clock; sleep?: Sleep; fetch?: typeof fetch; timeoutMs?: number }) {
  const { clock, sleep = realSleep } = deps
  const access = {
    ...(deps.fetch ? { fetch: deps.fetch } : {}),
    ...(deps.timeoutMs ? { timeoutMs: deps.timeoutMs } : {}),
  }
  return {
    async readUsage(request: UsageRequest): Promise<Pick<UsageReading, 'series' | 'buckets'>> {
      const { key, baseUrl, signal } = request
      const client = createOpenAiClient({ key, baseUrl, ...access })
      const gathered = createGathered(request)
      const cursors = new Set<string | null>()
      for (let cursor: string | null = null, more = true; more; ) {
        if (cursors.has(cursor)) throw garbage('the cursor repeats')
        cursors.add(cursor)
        if (cursors.size > MAX_PAGES) throw garbage('the pages do not end')
        const current: string | null = cursor
        const ask = () => {
          request.onRequest?.()
          return callOpenAi(() => askPage(client, request, current), { clock, key, signal })
        }
        const page: UsagePage = await askPatiently(ask, { clock, sleep, signal })
        gathered.add(page)
        cursor = page.nextPage
        more = cursor !== null && !gathered.reachesEnd(page)
      }
      return gathered.answer()
    },
  }
}

async function askPatiently(
  ask: () => Promise<UsagePage>,
  how: { clock: Clock; sleep: Sleep; signal: AbortSignal },
): Promise<UsagePage> {
  const options = { ...how, maxAttempts: MAX_ATTEMPTS, maxWaitSeconds: MAX_WAIT_SECONDS }
  const answer = await withRetries(async () => {
    try {
      return await ask()
    } catch (error) {
      if (error instanceof OpenAiError && error.failure.kind === 'rate-limited') return error
      throw error
    }
  }, options)
  if (answer instanceof OpenAiError) throw answer
  return answer
}

async function askPage(client: OpenAI, request: UsageRequest, page: string | null): Promise<UsagePage> {
  const { kind, span, from, to, signal } = request
  const { name, most } = WIDTHS[span]
  const query = {
    start_time: Math.floor(from.getTime() / (span * MINUTE)) * span * 60,
    // The next UTC midnight, also for today: `now` as an end was seen to give 400 or nothing.
    end_time: (Math.ceil(to.getTime() / DAY) * DAY) / SECOND,
    bucket_width: name,
    limit: Math.min(most, Math.ceil((to.getTime() - from.getTime()) / (span * MINUTE)) + 1),
    ...(page ? { page } : {}),
  }
  const answer = USAGE_CALLS[kind](client.admin.organization.usage, query, { signal })
  return parse(await readText(await answer.asResponse(), { maxBytes: MAX_PAGE_BYTES }), kind, span)
}

/** Puts pages together: one list of series, every bucket once. */
function createGathered({ kind, span, from, to }: UsageRequest) {
  const series: SeriesKey[] = []
  const places = new Map<string, number>()
  const buckets = new Map<number, UsageBucket['rows'][number][]>()
  const first = Math.floor(from.getTime() / (span * MINUTE)) * span * MINUTE
  const isWanted = (start: number) => start >= first && start < to.getTime()

  function placeOf(row: CountedRow): number {
    const known = places.get(row.name)
    if (known !== undefined) return known
    const place = series.push(row.series) - 1
    places.set(row.name, place)
    return place
  }

  return {
    add(page: UsagePage): void {
      for (const { startsAt, rows } of page.buckets) {
        const start = startsAt.getTime()
        if (!isWanted(start)) continue
        // A bucket cut in two over pages is put together; the same series on both sides would be counted twice.
        const known = buckets.get(start) ?? []
        const before = new Set(known.map((row) => row.series))
        const added = rows.map((row) => ({ series: placeOf(row), quantities: row.quantities }))
        if (added.some((row) => before.has(row.series))) throw garbage(`a bucket of ${kind} was answered twice`)
        buckets.set(start, [...known, ...added])
      }
    },
    /** Everything after it is outside of what was asked for: the end of a request lies at midnight. */
    reachesEnd: ({ buckets: answered }: UsagePage): boolean =>
      answered.some(({ startsAt }) => startsAt.getTime() + span * MINUTE >= to.getTime()),
    answer: (): Pick<UsageReading, 'series' | 'buckets'> => ({
      series,
      buckets: [...buckets]
        .toSorted(([left], [right]) => left - right)
        .map(([start, rows]) => ({ startsAt: new Date(start), rows })),
    }),
  }
}

function parse(text: string, kind: UsageKind, span: BucketSpan): UsagePage {
  try {
    return readUsagePage(text, kind, span)
  } catch (error) {
    if (error instanceof UnreadableUsage) throw garbage(error.message)
    throw error
  }
}
