import { z } from 'zod'
import { CostDay, Id, Instant, Money } from '../platform/http/schemas.ts'

/** What the routes of this feature take and give. The web imports these types. */
export const CollectionState = z.enum(['waiting', 'running', 'done', 'failed']).meta({ id: 'CollectionState' })
export const Collection = z
  .object({
    id: Id,
    teamId: Id.nullable().describe('The team whose key is used; null where one may not see it'),
    teamName: z.string().nullable(),
    keyLast4: z.string().describe('Empty where one may not see the team'),
    from: CostDay,
    to: CostDay,
    state: CollectionState,
    backfill: z.boolean().describe('The first collection of an organization'),
    daysDone: z.int(),
    daysTotal: z.int(),
    cost: z
      .array(Money)
      .describe('Sum of the days read so far, one entry per currency; empty where other teams share the organization'),
    changedLines: z
      .int()
      .nullable()
      .describe('Lines whose amount differs from the reading before; null where cost is kept back'),
    secondsLeft: z.int().nullable(),
    waitingUntil: Instant.nullable().describe('When the API asked to wait (429)'),
    problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
    startedAt: Instant,
    finishedAt: Instant.nullable(),
  })
  .meta({ id: 'Collection' })
export const CollectionInput = z.object({
  teamId: Id.optional(),
  from: CostDay.optional(),
  to: CostDay.optional(),
})
export const CollectionsQuery = z.object({ teamId: Id.optional(), state: CollectionState.optional() })

export type Collection = z.infer<typeof Collection>
