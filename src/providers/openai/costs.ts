import type { BilledReading, BilledRow } from '../../ledger/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { addDays, type CostDay, costDayOf, daysBetween, startOfDay } from '../../platform/cost-day.ts'
import { callOpenAi, createOpenAiClient, readText } from './client.ts'
import { type CostsPage, readCostsPage, UnreadablePage } from './costs-page.ts'
import { garbage } from './failure.ts'
import { realSleep, type Sleep, withRetries } from './retry.ts'

export type CostsRequest = {
  key: string
  baseUrl: string
  from: CostDay
  /** Included. */
  to: CostDay
  signal: AbortSignal
  onWait?(until: Date): void
}

export type OpenAiCosts = ReturnType<typeof createOpenAiCosts>

const MAX_PAGES = 2_000
const MAX_PAGE_BYTES = 256 * 1024 * 1024
/** The API allows 180 buckets a page and may give fewer; no window needs more pages than days. */
const MAX_BUCKETS = 180
/** A longer wait is the caller's to keep: other organizations are read meanwhile. */
const MAX_WAIT_SECONDS = 60

/**
 * Reads `GET /organization/costs` by project and line item for whole UTC days, all pages, exact to the last digit.
 * Answers with every day that OpenAI answered, also empty ones; throws an OpenAiError and then nothing was read.
 */
export function createOpenAiCosts(deps: { clock: Clock; sleep?: Sleep; fetch?: typeof fetch; timeoutMs?: number }) {
  const { clock, sleep = realSleep } = deps
  const access = {
    ...(deps.fetch ? { fetch: deps.fetch } : {}),
    ...(deps.timeoutMs ? { timeoutMs: deps.timeoutMs } : {}),
  }
  return {
    async readCosts(request: CostsRequest): Promise<Pick<BilledReading, 'requestedAt' | 'days'>> {
      const { key, baseUrl, signal } = request
      const client = createOpenAiClient({ key, baseUrl, ...access })
      const requestedAt = clock.now()
      const query = {
        start_time: startOfDay(request.from).getTime() / 1_000,
        // The next UTC midnight, also for today: `now` as an end was seen to give 400 or nothing.
        end_time: startOfDay(addDays(request.to, 1)).getTime() / 1_000,
        bucket_width: '1d' as const,
        group_by: ['project_id' as const, 'line_item' as const],
      }
      const askPage = (page: string | null): Promise<CostsPage> =>
        callOpenAi(
          async () => {
            const limit = Math.min(MAX_BUCKETS, daysBetween(request.from, request.to).length)
            const costs = client.admin.organization.usage.costs(
              { ...query, limit, ...(page ? { page } : {}) },
              { signal },
            )
            return parse(await readText(await costs.asResponse(), { maxBytes: MAX_PAGE_BYTES }))
          },
          { clock, key, signal },
        )
      const onWait = (until: Date) => request.onWait?.(until)
      const days = new Map<CostDay, readonly BilledRow[]>()
      const wanted = new Set(daysBetween(request.from, request.to))
      const cursors = new Set<string | null>()
      for (let cursor: string | null = null, more = true; more; ) {
        if (cursors.has(cursor)) throw garbage('the cursor repeats')
        cursors.add(cursor)
        if (cursors.size > MAX_PAGES) throw garbage('the pages do not end')
        const current: string | null = cursor
        const page: CostsPage = await withRetries(() => askPage(current), {
          clock,
          sleep,
          signal,
          onWait,
          maxWaitSeconds: MAX_WAIT_SECONDS,
        })
        keepBuckets(page, wanted, days)
        cursor = page.nextPage
        more = cursor !== null
      }
      refuseGaps(days, request, costDayOf(requestedAt))
      return { requestedAt, days }
    },
  }
}

/**
 * A day without spend is an empty bucket, not a missing one. Days before the first answered one may be from before the
 * organization; a closed day missing after it was lost on the way, and must not pass for read.
 */
function refuseGaps(days: ReadonlyMap<CostDay, unknown>, { to }: CostsRequest, today: CostDay): void {
  const [first] = [...days.keys()].toSorted()
  if (first === undefined) return
  const lastClosed = to < today ? to : addDays(today, -1)
  for (const day of daysBetween(first, lastClosed)) if (!days.has(day)) throw garbage('days are missing')
}

function keepBuckets(page: CostsPage, wanted: ReadonlySet<CostDay>, days: Map<CostDay, readonly BilledRow[]>): void {
  for (const { day, rows } of page.buckets) {
    if (!wanted.has(day)) continue
    const known = days.get(day) ?? []
    if (known.length > 0 && overlaps(known, rows)) throw garbage('a day was answered twice')
    days.set(day, known.length > 0 ? [...known, ...rows] : rows)
  }
}

// A day cut in two over pages is added up; the same line on both sides would be counted twice.
function overlaps(known: readonly BilledRow[], rows: readonly BilledRow[]): boolean {
  const name = (row: BilledRow) => JSON.stringify([row.externalId, row.lineItem, row.currency])
  const names = new Set(known.map(name))
  return rows.some((row) => names.has(name(row)))
}

function parse(text: string): CostsPage {
  try {
    return readCostsPage(text)
  } catch (error) {
    if (error instanceof UnreadablePage) throw garbage(error.message)
    throw error
  }
}
