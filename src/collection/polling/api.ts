import { z } from 'zod'
import { Id, Instant } from '../../platform/http/schemas.ts'
import { USAGE_KINDS } from '../../pricing/index.ts'

const Problem = z.object({ code: z.string(), detail: z.string(), since: Instant })

export const PolledKind = z
  .object({
    kind: z.enum(USAGE_KINDS),
    readAt: Instant.nullable().describe('null: never read'),
    seenUntil: Instant.nullable().describe('End of the newest minute in which anything was used'),
    retryAt: Instant.nullable().describe('Not asked again before then'),
    requestsLastMinute: z.int(),
    doubted: z.int().describe('Buckets that came back empty although usage was known: not believed'),
    problem: Problem.nullable(),
  })
  .meta({ id: 'PolledKind' })

export const Polling = z
  .object({
    organizationId: Id,
    teams: z.array(z.object({ id: Id, name: z.string() })).describe('Those of the viewer that share the organization'),
    keyLast4: z.string().nullable().describe('The key that was used last; null where one may not see its team'),
    readAt: Instant.nullable().describe('How far all kinds are read; null: some never were'),
    lastPollAt: Instant.nullable(),
    nextPollAt: Instant.nullable().describe('null: no working key'),
    intervalSeconds: z.int(),
    hot: z.boolean().describe('Asked every minute, since a project is near a limit or blocked'),
    hotProjects: z.array(z.object({ id: Id, name: z.string() })).describe('Those that the viewer may see'),
    requestsLastMinute: z.int().describe('Requests to the admin API, all endpoints'),
    requestsLastRound: z.int(),
    problem: Problem.nullable(),
    kinds: z.array(PolledKind),
  })
  .meta({ id: 'Polling' })

export const PollingQuery = z.object({ teamId: Id.optional() })

export type PolledKind = z.infer<typeof PolledKind>
export type Polling = z.infer<typeof Polling>
