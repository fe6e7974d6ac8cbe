import type OpenAI from 'openai'
import { z } from 'zod'
import { type RequestSignal, readText } from './client.ts'
import { garbage } from './failure.ts'
import { cleanText } from './text.ts'

/** Every figure a row may have; a row shows only those that mean something for its model. */
export const RATE_FIGURES = [
  'max_requests_per_1_minute',
  'max_tokens_per_1_minute',
  'max_images_per_1_minute',
  'max_audio_megabytes_per_1_minute',
  'max_requests_per_1_day',
  'batch_1_day_max_input_tokens',
] as const

export type RateFigure = (typeof RATE_FIGURES)[number]
export type RateChanges = { readonly [name in RateFigure]?: number }
export type RateLimitRow = { readonly id: string; readonly model: string; readonly figures: RateChanges }

const figure = z.int().nullish()
const Row = z.object({
  id: z.string().min(1).max(300).transform(cleanText),
  model: z.string().max(300).transform(cleanText),
  max_requests_per_1_minute: figure,
  max_tokens_per_1_minute: figure,
  max_images_per_1_minute: figure,
  max_audio_megabytes_per_1_minute: figure,
  max_requests_per_1_day: figure,
  batch_1_day_max_input_tokens: figure,
})
const Page = z.object({ data: z.array(Row), has_more: z.boolean().nullish(), last_id: z.string().nullish() })

const MAX_BYTES = 4 * 1024 * 1024
const PAGE_SIZE = 100
/** An organization was seen with 187 rows; far beyond that the cursor is running in circles. */
const MAX_PAGES = 50

export async function readRateLimits(
  client: OpenAI,
  projectId: string,
  options: RequestSignal,
): Promise<RateLimitRow[]> {
  const rows = new Map<string, RateLimitRow>()
  let after: string | undefined
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const query = { limit: PAGE_SIZE, ...(after ? { after } : {}) }
    const response = await client.admin.organization.projects.rateLimits
      .listRateLimits(projectId, query, options)
      .asResponse()
    const page = Page.parse(JSON.parse(await readText(response, { maxBytes: MAX_BYTES })))
    const known = rows.size
    for (const row of page.data) rows.set(row.id, rowOf(row))
    const next = page.last_id ?? page.data.at(-1)?.id
    if (!page.has_more || next === undefined) return [...rows.values()]
    if (rows.size === known) throw garbage('the list of rate limits repeats itself')
    after = next
  }
  throw garbage('the list of rate limits does not end')
}

export async function updateRateLimit(
  client: OpenAI,
  projectId: string,
  rowId: string,
  changes: RateChanges,
  options: RequestSignal,
): Promise<RateLimitRow> {
  const response = await client.admin.organization.projects.rateLimits
    .updateRateLimit(rowId, { project_id: projectId, ...changes }, options)
    .asResponse()
  return rowOf(Row.parse(JSON.parse(await readText(response, { maxBytes: MAX_BYTES }))))
}

function rowOf(row: z.infer<typeof Row>): RateLimitRow {
  const figures = Object.fromEntries(
    RATE_FIGURES.flatMap((name) => {
      const value = row[name]
      return typeof value === 'number' ? [[name, value]] : []
    }),
  )
  return { id: row.id, model: row.model, figures }
}
