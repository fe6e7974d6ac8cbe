import { z } from 'zod'
import { Cursor, Id, Instant } from '../platform/http/schemas.ts'

/** What the routes of this feature take and give. The web imports these types. */
export const DeliveryState = z.enum(['waiting', 'sent', 'failed', 'stored']).meta({
  id: 'DeliveryState',
  description: 'stored: there is nowhere to send it (no mail server, no webhook), so it is kept here',
})
export const DeliveryChannel = z.enum(['mail', 'slack']).meta({ id: 'DeliveryChannel' })

export const Delivery = z
  .object({
    id: Id,
    channel: DeliveryChannel,
    kind: z.string(),
    to: z.string().describe('A mail address, or the name of a Slack channel'),
    subject: z.string(),
    state: DeliveryState,
    attempts: z.int(),
    problem: z.string().nullable().describe('Why the last attempt failed, in Korean'),
    late: z.boolean().describe('It left more than a minute after what it tells'),
    possiblyTwice: z.boolean().describe('An earlier attempt ended in the dark, so the same may have arrived twice'),
    teamId: Id.nullable(),
    projectId: Id.nullable(),
    breachId: Id.nullable(),
    blockId: Id.nullable(),
    createdAt: Instant,
    detectedAt: Instant,
    sentAt: Instant.nullable(),
    nextAttemptAt: Instant.nullable(),
    delaySeconds: z.number().nullable().describe('From detection until the far side took it'),
  })
  .meta({ id: 'Delivery' })

export const OpenedDelivery = Delivery.extend({ text: z.string() }).meta({ id: 'OpenedDelivery' })

export const DeliveriesQuery = z.object({
  teamId: Id.optional(),
  channel: DeliveryChannel.optional(),
  state: DeliveryState.optional(),
  breachId: Id.optional(),
  blockId: Id.optional(),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export type Delivery = z.infer<typeof Delivery>
export type OpenedDelivery = z.infer<typeof OpenedDelivery>
