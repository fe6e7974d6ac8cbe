import type OpenAI from 'openai'
import { z } from 'zod'
import { DAY, SECOND } from '../../platform/clock.ts'
import { readText } from './client.ts'
import { garbage } from './failure.ts'

export type SeenInCosts = { projectIds: string[]; organizationHint: string | null }

const Result = z.object({ project_id: z.string().max(200).nullish(), organization_id: z.string().max(200).nullish() })
const Page = z.object({
  object: z.literal('page'),
  data: z.array(z.object({ results: z.array(Result).optional(), result: z.array(Result).optional() })),
})
const MAX_BYTES = 64 * 1024 * 1024

/** One page of costs of the last `days` whole days: proves the right to read costs and shows project ids. Amounts are not read. */
export async function readSeenProjects(client: OpenAI, now: Date, days: number): Promise<SeenInCosts> {
  const today = Math.floor(now.getTime() / DAY) * DAY
  const response = await client.admin.organization.usage
    .costs({
      start_time: (today - days * DAY) / SECOND,
      end_time: today / SECOND,
      bucket_width: '1d',
      group_by: ['project_id'],
      limit: days,
    })
    .asResponse()
  const page = Page.safeParse(JSON.parse(await readText(response, { maxBytes: MAX_BYTES })))
  if (!page.success) throw garbage('the answer is no page of costs')
  const rows = page.data.data.flatMap((bucket) => bucket.results ?? bucket.result ?? [])
  const named = rows.find((row) => row.organization_id)?.organization_id ?? null
  return {
    projectIds: [...new Set(rows.flatMap((row) => (row.project_id ? [row.project_id] : [])))],
    organizationHint: response.headers.get('openai-organization') ?? named,
  }
}
