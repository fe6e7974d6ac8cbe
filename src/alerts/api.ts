import { z } from 'zod'
import { Cause } from '../causes/api.ts'
import { CostDay, Cursor, Id, Instant, Money } from '../platform/http/schemas.ts'

/** What the routes of this feature take and give. The web imports these types. */
export const CaseState = z
  .enum(['raised', 'acknowledged', 'blocked', 'released', 'closed'])
  .meta({ id: 'CaseState', description: '발생 · 확인 · 차단 · 해제 · 종료' })

export const Alert = z
  .object({
    id: Id.describe('Of the breach'),
    projectId: Id,
    projectName: z.string(),
    teamId: Id,
    teamName: z.string(),
    period: z.enum(['day', 'week']),
    periodStart: CostDay,
    resetsAt: Instant,
    limit: Money,
    spend: Money.describe('The highest that was seen'),
    ratio: z.number().nullable().describe('spend / limit; null for a limit of 0'),
    highestPercent: z.int(),
    isExceeded: z.boolean(),
    state: CaseState,
    isOpen: z.boolean(),
    steps: z.array(z.object({ state: CaseState, at: Instant })).describe('In the order in which they were taken'),
    openedAt: Instant,
    readAt: Instant.nullable().describe('How old the spend is; null once the period is over'),
    acknowledgedBy: z.string().nullable(),
    block: z
      .object({
        id: Id,
        grade: z.enum(['slow', 'stop']),
        proof: z.enum(['pending', 'confirmed', 'violated']),
        isOpen: z.boolean(),
      })
      .nullable(),
    messages: z.object({
      total: z.int(),
      sent: z.int(),
      stored: z.int().describe('Kept here for want of a mail server or webhook'),
      failed: z.int(),
      slowestSeconds: z.number().nullable().describe('From detection until the far side took it'),
    }),
  })
  .meta({ id: 'Alert' })

export const AlertEvent = z
  .object({
    at: Instant,
    kind: z.enum(['level', 'message', 'action', 'closed']),
    sentence: z.string().describe('Korean'),
    actorName: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'AlertEvent' })

export const AlertDelivery = z
  .object({
    id: Id,
    channel: z.enum(['mail', 'slack']),
    to: z.string(),
    kind: z.string(),
    state: z.enum(['waiting', 'sent', 'failed', 'stored']),
    createdAt: Instant,
    sentAt: Instant.nullable(),
    delaySeconds: z.number().nullable(),
    problem: z.string().nullable(),
    late: z.boolean(),
    possiblyTwice: z.boolean(),
  })
  .meta({ id: 'AlertDelivery' })

export const OpenedAlert = Alert.extend({
  events: z.array(AlertEvent),
  deliveries: z.array(AlertDelivery),
  cause: Cause.nullable().describe('As it was told with the newest level; null: nothing was known then'),
  causeToldAt: Instant.nullable(),
}).meta({ id: 'OpenedAlert' })

export const AlertsQuery = z.object({
  state: z.enum(['open', 'all']).default('open'),
  teamId: Id.optional(),
  projectId: Id.optional(),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const OpenAlerts = z
  .object({ raised: z.int(), acknowledged: z.int(), blocked: z.int(), released: z.int(), total: z.int() })
  .meta({ id: 'OpenAlerts' })

export type Alert = z.infer<typeof Alert>
export type OpenedAlert = z.infer<typeof OpenedAlert>
export type AlertEvent = z.infer<typeof AlertEvent>
export type AlertDelivery = z.infer<typeof AlertDelivery>
export type CaseState = z.infer<typeof CaseState>
export type OpenAlerts = z.infer<typeof OpenAlerts>
