import { z } from 'zod'
import { CostDay, Id, Instant, Money, Reason } from '../platform/http/schemas.ts'

/** What the routes of this feature take and give. The web imports these types. */
export const Period = z.enum(['day', 'week']).meta({
  id: 'ThresholdPeriod',
  description: 'A cost day, or an ISO week from Monday 00:00 UTC (09:00 KST)',
})
export const Effect = z.enum(['notify', 'slow', 'block'])
export const Level = z
  .object({ percent: z.int().min(1).max(10_000).describe('Of the limit'), effect: Effect })
  .meta({ id: 'ThresholdLevel' })
const OnNoData = z
  .enum(['go-on', 'stop'])
  .describe('What happens while nothing can be read: go on, or block after 30 minutes')
const Hard = z
  .boolean()
  .describe('A hard limit: the gateway refuses calls for which the limit leaves no room. Other calls it does not see')
export const ThresholdState = z
  .enum(['unknown', 'normal', 'warning', 'exceeded', 'no-data', 'paused'])
  .meta({ id: 'ThresholdState' })

const Phase = z.object({
  periodStart: CostDay,
  resetsAt: Instant,
  spent: Money.nullable().describe('Null: nothing has been read of this period, which is not zero'),
  left: Money.nullable(),
  ratio: z.number().nullable().describe('spent / limit in force; null for a limit of 0 or an unknown spend'),
  next: z
    .object({ percent: z.int(), effect: Effect, amount: Money })
    .nullable()
    .describe('The first level that is not reached yet'),
  unpriced: z.boolean().describe('A part of what was used has no price, so more than this was spent'),
  readAt: Instant.nullable().describe('The last reading of the source that was read least lately'),
})

const Room = z
  .object({
    reserved: Money.describe('The most that calls under way can still cost'),
    left: Money.describe('What is neither spent nor reserved'),
  })
  .nullable()
  .describe('Of a hard limit; null: it is none')

export const Threshold = z
  .object({
    id: Id,
    projectId: Id,
    projectName: z.string(),
    period: Period,
    limit: Money.describe('The base'),
    limitInForce: Money.describe('The base, or what it was raised to for this period'),
    levels: z.array(Level),
    onNoData: OnNoData,
    hard: Hard,
    room: Room,
    state: ThresholdState,
    stateSince: Instant,
    pausedUntil: Instant.nullable(),
    noData: z
      .object({ cause: z.enum(['key-broken', 'key-off', 'poll-overdue']), since: Instant, detail: z.string() })
      .nullable(),
    raise: z.object({ limit: Money, reason: z.string(), raisedAt: Instant, raisedBy: z.string() }).nullable(),
    breach: z
      .object({
        id: Id,
        highest: z.int(),
        openedAt: Instant,
        acknowledgedAt: Instant.nullable(),
        acknowledgedBy: z.string().nullable(),
      })
      .nullable(),
    phase: Phase,
  })
  .meta({ id: 'Threshold' })

export const PastPeriod = z.object({
  periodStart: CostDay,
  spent: Money.nullable(),
  ratio: z.number().nullable().describe('Of the base limit as it is today'),
})
const Suggestion = z
  .object({ usual: Money, limit: Money })
  .describe('From the last four weeks: the usual day or week, and twice that, rounded up')
const PeriodThreshold = z.object({
  threshold: Threshold.nullable(),
  suggestion: Suggestion.nullable(),
  past: z.array(PastPeriod).describe('The eight periods before this one, newest first'),
})

export const ProjectThresholds = z
  .object({
    projectId: Id,
    mayChange: z.boolean(),
    canBlock: z
      .enum(['yes', 'no', 'unknown', 'no-key'])
      .describe('Whether a key that reads this project may also change its limits at OpenAI'),
    defaultLevels: z.array(Level),
    day: PeriodThreshold,
    week: PeriodThreshold,
  })
  .meta({ id: 'ProjectThresholds' })

const TeamRow = z.object({
  projectId: Id,
  projectName: z.string(),
  teamId: Id,
  teamName: z.string(),
  day: Threshold.nullable(),
  week: Threshold.nullable(),
  suggestedDay: Suggestion.nullable(),
  suggestedWeek: Suggestion.nullable(),
})
export const ThresholdTable = z
  .object({ mayChange: z.boolean(), items: z.array(TeamRow) })
  .meta({ id: 'ThresholdTable' })

const Limit = z.string().max(60).describe('USD, exact decimal from 0 to 1000000000000000, e.g. "500"')
export const PeriodParams = z.object({ id: Id, period: Period })
export const ThresholdInput = z.object({
  limit: Limit,
  levels: z.array(Level).min(1).max(12).optional(),
  onNoData: OnNoData.optional(),
  hard: Hard.optional(),
  reason: Reason.default(''),
})
export const RemovalQuery = z.object({ reason: Reason.default('') })
export const RaiseInput = z.object({ limit: Limit, reason: Reason.pipe(z.string().min(1)) })
export const PauseInput = z.object({
  until: Instant.nullable().describe('At most 31 days ahead; null ends a pause now'),
  reason: Reason.default(''),
})
export const BulkInput = z.object({
  items: z
    .array(
      z.object({
        projectId: Id,
        period: Period,
        limit: Limit.nullable().describe('Null removes the threshold'),
        levels: z.array(Level).min(1).max(12).optional(),
        onNoData: OnNoData.optional(),
        hard: Hard.optional(),
      }),
    )
    .min(1)
    .max(2_000),
  reason: Reason.default(''),
})
export const BulkResult = z.object({
  projectId: Id,
  period: Period,
  ok: z.boolean(),
  isChanged: z.boolean(),
  code: z.string().nullable(),
  detail: z.string().describe('Korean: why it was refused; empty where it was not'),
})

export type Period = z.infer<typeof Period>
export type Level = z.infer<typeof Level>
export type Effect = z.infer<typeof Effect>
export type ThresholdState = z.infer<typeof ThresholdState>
export type Threshold = z.infer<typeof Threshold>
export type PastPeriod = z.infer<typeof PastPeriod>
export type PeriodThreshold = z.infer<typeof PeriodThreshold>
export type ProjectThresholds = z.infer<typeof ProjectThresholds>
export type ThresholdTable = z.infer<typeof ThresholdTable>
export type ThresholdTableRow = z.infer<typeof TeamRow>
export type ThresholdInput = z.infer<typeof ThresholdInput>
export type BulkResult = z.infer<typeof BulkResult>
