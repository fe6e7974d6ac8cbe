import { z } from 'zod'
import { CostDay, Cursor, Id, Money } from '../../platform/http/schemas.ts'
import { DaySpend, Period } from '../api.ts'
import { Compared, Worth } from '../worth/api.ts'

export const VALUE_DAYS = [7, 30, 90] as const
export const ValueQuery = z.object({
  days: z.coerce
    .number()
    .int()
    .pipe(z.union(VALUE_DAYS.map((days) => z.literal(days))))
    .default(7),
})

const Ratio = z.number().nullable()

export const ComparedNumber = z
  .object({
    now: z.string().nullable().describe('Exact decimal'),
    previous: z.string().nullable(),
    change: Ratio,
  })
  .meta({ id: 'ComparedNumber' })

export const OutcomeSum = z
  .object({
    attempts: z.int(),
    successes: z.int(),
    rate: Ratio.describe('successes / attempts; null without an attempt'),
    feedback: Ratio.describe('Mean of all scores, each on 0–1 of its declared scale; null without a score'),
    feedbackCount: z.int(),
  })
  .meta({ id: 'OutcomeSum' })

export const Breakdown = z
  .object({
    value: z.string().nullable().describe('Empty: calls that do not say. null: all that are not listed, together'),
    values: z.int().describe('How many values this row stands for'),
    calls: z.int(),
    previousCalls: z.int(),
    unpricedCalls: z.int().describe('Calls whose cost is not, or not wholly, known; the cost leaves it out'),
    cost: Money.nullable().describe('null: of none of its calls is the cost known'),
    previousCost: Money.nullable(),
    share: Ratio.describe('Of the cost of all recorded calls'),
    costPerCall: Money.nullable().describe('Over calls of known cost that were not refused'),
  })
  .meta({ id: 'ValueBreakdown' })

export const TaskWorth = z
  .object({
    task: z.string().describe('Empty: no task given'),
    calls: z.int(),
    unpricedCalls: z.int(),
    cost: Money.nullable().describe('What its recorded calls cost; null: none was recorded, or none has a price'),
    outcome: OutcomeSum.nullable().describe('null: nothing was recorded, which is not zero'),
    costPerSuccess: Compared,
  })
  .meta({ id: 'TaskWorth' })

export const Explained = z
  .object({
    state: z
      .enum(['known', 'checking', 'calls-only', 'nothing-spent'])
      .describe(
        'checking: bill or usage of a day has not been read. calls-only: no Project ID is connected, so spend is what calls say',
      ),
    metered: Money.nullable().describe('What recorded calls cost; null: none was recorded'),
    spend: Money.nullable(),
    share: Ratio.describe('metered / spend; may exceed 1 where the bill is below the price table'),
    rest: Money.nullable().describe('Spend that no recorded call explains; never negative'),
  })
  .meta({ id: 'Explained' })

export const WorthDay = DaySpend.extend({
  attempts: z.int().nullable(),
  successes: z.int().nullable().describe('null: nothing was recorded on this day'),
  costPerSuccess: Money.nullable(),
}).meta({ id: 'WorthDay' })

export const ProjectValue = z
  .object({
    projectId: Id,
    days: z.int(),
    spend: Period.describe('The chosen spend, and that of the span of the same length before'),
    calls: z.object({
      calls: z.int(),
      previousCalls: z.int(),
      unpricedCalls: z.int(),
      refusedCalls: z.int(),
      cost: Money.nullable(),
      previousCost: Money.nullable(),
    }),
    today: z.object({
      day: CostDay,
      calls: z.int(),
      cost: Money.nullable(),
      unpricedCalls: z.int(),
      attempts: z.int().nullable(),
      successes: z.int().nullable(),
    }),
    explained: Explained,
    outcome: OutcomeSum.nullable(),
    previousOutcome: OutcomeSum.nullable(),
    outcomesSince: CostDay.nullable().describe('The first day with an outcome'),
    costPerSuccess: Compared.describe('The chosen spend of the span, divided by its successes'),
    successesPerDollar: ComparedNumber,
    by: z.object({
      task: z.array(Breakdown),
      intent: z.array(Breakdown),
      model: z.array(Breakdown),
      user: z.array(Breakdown),
    }),
    tasks: z.array(TaskWorth),
    trend: z.array(WorthDay).describe('30 days up to yesterday'),
  })
  .meta({ id: 'ProjectValue' })

export const COMPARE_SORTS = [
  'costPerSuccess',
  'costPerSuccessChange',
  'successesPerDollar',
  'name',
  'team',
  'spend',
  'change',
  'calls',
  'attempts',
  'successRate',
  'feedback',
  'explained',
] as const

export const CompareQuery = z.object({
  sort: z.enum(COMPARE_SORTS).default('costPerSuccess'),
  order: z.enum(['asc', 'desc']).optional().describe('Left out: the direction in which the sort is usually read'),
  teamId: Id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: Cursor.optional(),
})
export const CompareExportQuery = CompareQuery.pick({ sort: true, order: true, teamId: true })

export const CompareRow = Worth.extend({
  projectId: Id,
  name: z.string(),
  teamId: Id,
  teamName: z.string(),
  spend: Money.nullable(),
  previousSpend: Money.nullable(),
  change: Ratio,
  calls: z.int(),
  unpricedCalls: z.int(),
  rate: Ratio,
  successesPerDollar: ComparedNumber,
  feedback: Ratio,
  feedbackCount: z.int(),
  explained: Explained,
}).meta({ id: 'CompareRow' })

export const Compare = z
  .object({
    from: CostDay,
    to: CostDay,
    previousFrom: CostDay,
    previousTo: CostDay,
    ranked: z.int().describe('How many have enough data'),
    unranked: z.int(),
    items: z.array(CompareRow).describe('Those with enough data in the order asked for, then the others in the same'),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Compare' })

export type Breakdown = z.infer<typeof Breakdown>
export type Compare = z.infer<typeof Compare>
export type ComparedNumber = z.infer<typeof ComparedNumber>
export type CompareRow = z.infer<typeof CompareRow>
export type CompareQuery = z.infer<typeof CompareQuery>
export type Explained = z.infer<typeof Explained>
export type OutcomeSum = z.infer<typeof OutcomeSum>
export type ProjectValue = z.infer<typeof ProjectValue>
export type TaskWorth = z.infer<typeof TaskWorth>
export type WorthDay = z.infer<typeof WorthDay>
