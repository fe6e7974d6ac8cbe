import { z } from 'zod'
import { Cursor, Id, Instant } from '../platform/http/schemas.ts'

/** What the routes of this feature take and give. The web imports these types. */
export const Action = z
  .object({
    id: Id,
    at: Instant,
    kind: z.string().describe('e.g. team.created, admin-key.registered, binding.ended, project.moved'),
    sentence: z.string().describe('Korean: who did what to what'),
    actorName: z.string(),
    teamId: Id.nullable(),
    projectId: Id.nullable(),
    reason: z.string().nullable(),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'Action' })
export const ActionsQuery = z.object({
  teamId: Id.optional(),
  projectId: Id.optional(),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export type Action = z.infer<typeof Action>
