import { z } from 'zod'
import { Instant } from '../platform/http/schemas.ts'

/** What the routes of this feature take and give. The web imports these types. */
export const JobRun = z.object({
  state: z.enum(['running', 'done', 'failed']),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  trigger: z.enum(['schedule', 'person', 'system']),
  detail: z.string().nullable().describe('What it did, or why it failed, in Korean'),
})
export const Job = z
  .object({
    name: z.string().describe('A sentence, e.g. collect-costs'),
    title: z.string(),
    schedule: z.object({ cron: z.string(), timeZone: z.string(), sentence: z.string() }).nullable(),
    running: z.boolean(),
    lastRun: JobRun.nullable(),
    nextRunAt: Instant.nullable(),
    recentRuns: z.array(JobRun),
  })
  .meta({ id: 'Job' })
export const JobParams = z.object({
  name: z
    .string()
    .max(100)
    .regex(/^[a-z0-9-]+$/),
})

export type Job = z.infer<typeof Job>
export type JobRun = z.infer<typeof JobRun>
