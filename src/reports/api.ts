import { z } from 'zod'
import { Basis, CostDay, Cursor, Id, Instant, Money } from '../platform/http/schemas.ts'
import { TodoKind } from './todos/api.ts'
import { Worth } from './worth/api.ts'

/** What the pages read. The web imports these types. */
export const Period = z
  .object({
    from: CostDay,
    to: CostDay,
    amount: Money.nullable().describe('USD; null while no reading of the period has arrived: unknown is not zero'),
    otherCurrencies: z.array(Money),
    basis: Basis,
    previous: Money.nullable().describe('The period it is compared with'),
    previousFrom: CostDay,
    previousTo: CostDay,
    change: z.number().nullable().describe('now / previous − 1, e.g. 0.12; null where nothing can be compared'),
    missingDays: z.int().describe('Days of the period without a reading'),
  })
  .meta({ id: 'Period' })

export const DaySpend = z
  .object({ day: CostDay, amount: z.string().nullable(), basis: Basis })
  .meta({ id: 'DaySpend', description: 'USD of one cost day; null amount: no reading yet' })

export const Today = z
  .object({
    day: CostDay,
    amount: Money.nullable().describe('What is known so far; null while nothing of today has been read'),
    basis: Basis,
    readAt: Instant.nullable().describe('When the newest reading that the amount rests on was taken'),
    usualDay: Money.nullable().describe(
      'Median of the same weekday over the last 4 weeks (of all known days, where there are fewer than two)',
    ),
    change: z.number().nullable().describe('amount / usualDay − 1; null where there is no usual day'),
    isPartial: z.boolean().describe('Some organization has not been read today'),
  })
  .meta({ id: 'Today', description: 'The cost day that is running. It stands beside the periods, which end yesterday' })

export const Unpriced = z
  .object({
    tokens: z.string().describe('A whole number'),
    models: z.array(z.string()),
    days: z.array(CostDay),
  })
  .meta({ id: 'Unpriced', description: 'Usage without a price, which the amounts leave out: unknown is not zero' })

export const Todo = z
  .object({
    kind: TodoKind,
    severity: z.enum(['danger', 'warn', 'info']),
    sentence: z.string().describe('Korean'),
    teamId: Id.nullable(),
    projectId: Id.nullable(),
    subjectId: Id.nullable().describe('The breach, or the block that is not proven or to be released'),
    use: z
      .object({ spend: Money, limit: Money, ratio: z.number().nullable() })
      .nullable()
      .describe('Of a limit that is crossed or near'),
    heldBack: z.enum(['blocked', 'slowed']).nullable().describe('What already keeps its project from spending'),
    since: Instant.nullable(),
  })
  .meta({ id: 'Todo' })

export const Freshness = z
  .object({
    settledUntil: CostDay.nullable(),
    provisionalFrom: CostDay.nullable(),
    provisionalUntil: CostDay.nullable(),
    estimatedDay: CostDay.nullable().describe('Today, once something of it has been read'),
    estimatedAt: Instant.nullable().describe('When the newest reading of today was taken'),
    lastCollectedAt: Instant.nullable(),
    nextCollectionAt: Instant.nullable(),
  })
  .meta({ id: 'Freshness' })

export const SpendState = z.enum([
  'ok',
  'warning',
  'exceeded',
  'slowed',
  'blocked',
  'no-binding',
  'no-data',
  'no-key',
  'key-broken',
  'archived',
])
export const LimitUse = z
  .object({
    period: z.enum(['day', 'week']),
    limit: Money.describe('In force now, with what it was raised to for this period'),
    spend: Money,
    ratio: z.number().nullable().describe('spend / limit; null for a limit of 0'),
    state: z.enum(['unknown', 'normal', 'warning', 'exceeded', 'no-data', 'paused']),
    resetsAt: Instant,
  })
  .meta({ id: 'LimitUse', description: 'A threshold in the period that is running' })

export const TopProject = z
  .object({
    projectId: Id,
    name: z.string(),
    teamId: Id,
    teamName: z.string(),
    trend: z.array(DaySpend),
    today: Money.nullable(),
    yesterday: Money.nullable(),
    last7Days: Money.nullable(),
    isUnpriced: z.boolean().describe('Its amounts leave out usage without a price'),
    limit: LimitUse.nullable().describe('The threshold that is filled most; null: it has none'),
    worth: Worth.nullable().describe('What the last 7 full days bought; null: an archived project'),
    state: SpendState,
  })
  .meta({ id: 'TopProject' })

export const TrendSeries = z.object({
  teamId: Id.nullable().describe('null: 미귀속'),
  name: z.string(),
  days: z.array(DaySpend),
})

export const Checklist = z
  .object({
    team: z.boolean(),
    adminKey: z.boolean(),
    binding: z.boolean(),
    firstCosts: z.boolean(),
    threshold: z.boolean(),
    channel: z.boolean().describe('A channel, or a mail server that mail leaves by'),
    mailConfigured: z.boolean(),
    firstTeamId: Id.nullable(),
    firstProjectId: Id.nullable(),
  })
  .meta({ id: 'Checklist' })

export const Home = z
  .object({
    today: Today,
    todos: z.array(Todo),
    checklist: Checklist.nullable().describe('Only while the first set-up is not finished, and only for admins'),
    yesterday: Period,
    last7Days: Period,
    thisMonth: Period,
    topProjects: z.array(TopProject),
    trend: z.array(TrendSeries).describe('30 days by team, days ascending and complete'),
    unattributed: z
      .object({ amount: Money.nullable(), share: z.number().nullable() })
      .nullable()
      .describe('Last 7 days; admins only'),
    unpriced: Unpriced.nullable().describe('Over the days of the trend'),
    freshness: Freshness,
  })
  .meta({ id: 'Home' })

export const ProjectRow = z
  .object({
    projectId: Id,
    name: z.string(),
    teamId: Id,
    teamName: z.string(),
    archivedAt: Instant.nullable(),
    bindingCount: z.int(),
    today: Money.nullable(),
    yesterday: Money.nullable(),
    last7Days: Money.nullable(),
    previous7Days: Money.nullable(),
    change: z.number().nullable(),
    last30Days: Money.nullable(),
    trend: z.array(DaySpend).describe('30 days'),
    isUnpriced: z.boolean().describe('Its amounts leave out usage without a price'),
    limit: LimitUse.nullable().describe('The threshold that is filled most; null: it has none'),
    state: SpendState,
  })
  .meta({ id: 'ProjectRow' })
export const ProjectsQuery = z.object({
  teamId: Id.optional(),
  search: z
    .string()
    .max(100)
    .regex(/^\P{Cc}*$/u)
    .optional(),
  archived: z.enum(['true', 'false']).default('false'),
  state: z
    .enum(['attention', 'exceeded', 'warning', 'blocked', 'unread'])
    .optional()
    .describe('attention: any of the others; blocked: slowed as well; unread: nothing can be read of it'),
  sort: z.enum(['last7Days', 'last30Days', 'today', 'yesterday', 'limit', 'name', 'change']).default('last7Days'),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const LineItemSpend = z.object({
  lineItem: z.string().nullable(),
  amount: Money,
  share: z.number().nullable(),
  previous: Money.nullable(),
})
export const Restatement = z
  .object({
    day: CostDay,
    lineItem: z.string().nullable(),
    externalId: z.string().nullable(),
    previous: Money.nullable().describe('null: the line was not there before'),
    amount: Money,
    changedAt: Instant,
  })
  .meta({ id: 'Restatement', description: 'The bill of a day changed after it had been read' })

export const Mark = z
  .object({ day: CostDay, at: Instant, sentence: z.string() })
  .meta({ id: 'Mark', description: 'An action that changes what is spent or read' })

export const DaysQuery = z.object({ days: z.coerce.number().int().min(7).max(1100).default(30) })
export const ProjectSpend = z
  .object({
    projectId: Id,
    today: Today,
    yesterday: Period,
    last7Days: Period,
    thisMonth: Period,
    usualDay: Money.nullable().describe('Of yesterday, by the same measure as today’s'),
    trend: z.array(DaySpend),
    limits: z.array(LimitUse),
    marks: z.array(Mark).describe('Actions, drawn as flags'),
    lineItems: z.array(LineItemSpend).describe('Over the days asked for, largest first'),
    otherCurrencies: z.array(Money),
    restatements: z.array(Restatement).describe('The latest 50'),
    unpriced: Unpriced.nullable().describe('Over the days asked for'),
    freshness: Freshness,
    state: SpendState,
  })
  .meta({ id: 'ProjectSpend' })

export const TeamSpend = z
  .object({
    teamId: Id,
    today: Today,
    yesterday: Period,
    last7Days: Period,
    thisMonth: Period,
    trend: z.array(DaySpend),
    unpriced: Unpriced.nullable().describe('Over the days asked for'),
    freshness: Freshness,
  })
  .meta({ id: 'TeamSpend' })

export const ExportQuery = z.object({
  from: CostDay,
  to: CostDay,
  format: z.literal('csv').default('csv'),
  teamId: Id.optional(),
})

export type Period = z.infer<typeof Period>
export type Today = z.infer<typeof Today>
export type LimitUse = z.infer<typeof LimitUse>
export type SpendState = z.infer<typeof SpendState>
export type Unpriced = z.infer<typeof Unpriced>
export type Mark = z.infer<typeof Mark>
export type DaySpend = z.infer<typeof DaySpend>
export type Todo = z.infer<typeof Todo>
export type Freshness = z.infer<typeof Freshness>
export type Home = z.infer<typeof Home>
export type TopProject = z.infer<typeof TopProject>
export type ProjectRow = z.infer<typeof ProjectRow>
export type ProjectSpend = z.infer<typeof ProjectSpend>
export type TeamSpend = z.infer<typeof TeamSpend>
export type Restatement = z.infer<typeof Restatement>
