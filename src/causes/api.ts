import { z } from 'zod'
import { CostDay, Instant, Money } from '../platform/http/schemas.ts'

/** What the routes of this feature take and give. The web imports these types. */
const Decimal = z.string().describe('Exact decimal, USD')

const Breakdown = z.object({
  rows: z.array(
    z.object({
      name: z.string().nullable().describe('As the provider names it; null: it did not say'),
      amount: Decimal.describe('What it adds to the rise; to the spend where nothing can be compared'),
      share: z.number().nullable(),
      now: Decimal,
      usual: Decimal.nullable(),
    }),
  ),
  other: z.object({ count: z.int(), amount: Decimal }).nullable(),
  gap: Decimal.nullable().describe('What the bill knows beyond the usage'),
})

export const Cause = z
  .object({
    day: CostDay,
    reach: z
      .enum(['full', 'no-usual-day', 'no-usual-usage', 'no-usage'])
      .describe('full: the tables add up to the rise; otherwise to the spend of the day, or they are empty'),
    spend: Money,
    usual: Money.nullable().describe('Median of the usual days; null: there are none yet'),
    usualFrom: z.enum(['same-weekdays', 'last-days']).nullable(),
    usualDays: z.array(CostDay),
    rise: Money.nullable(),
    line: z.string().nullable().describe('Korean, as in the message'),
    calls: z.object({ now: z.string().nullable(), usual: z.string().nullable() }),
    growth: z
      .object({ calls: z.number(), tokensPerCall: z.number(), price: z.number(), total: z.number() })
      .nullable()
      .describe('calls × tokensPerCall × price = total, of what is counted in tokens'),
    parts: z
      .array(
        z.object({
          part: z.enum(['calls', 'tokens', 'price', 'new-use', 'other-use', 'bill-gap', 'unexplained']),
          amount: Decimal,
          ratio: z.number().nullable(),
        }),
      )
      .describe('Add up to the rise, digit for digit'),
    models: Breakdown,
    keys: Breakdown.describe('By API key id'),
    users: Breakdown,
    unpriced: z.array(
      z.object({ model: z.string().nullable(), calls: z.string().nullable(), tokens: z.string().nullable() }),
    ),
  })
  .meta({ id: 'Cause' })

export const Pulse = z
  .object({
    from: Instant,
    minutes: z.array(z.number()).describe('Calls of each of the 60 minutes'),
    since: Instant.nullable().describe('Since when calls come several times as often as usual'),
  })
  .meta({ id: 'Pulse' })

export const CauseQuery = z.object({ day: CostDay.optional() })
export const ProjectCause = z
  .object({
    cause: Cause.nullable().describe('null: nothing is known of that day yet'),
    pulse: Pulse.nullable().describe('Only for today, where minutes are known'),
  })
  .meta({ id: 'ProjectCause' })

export type Cause = z.infer<typeof Cause>
export type Pulse = z.infer<typeof Pulse>
export type ProjectCause = z.infer<typeof ProjectCause>
export type Breakdown = z.infer<typeof Breakdown>
