import { z } from 'zod'
import { CostDay, Id, Instant, Reason } from '../platform/http/schemas.ts'
import { isPart, type Part, UNIT_NAMES } from './parts.ts'
import { MAX_PRICE_DECIMALS } from './rate.ts'
import { TIERS } from './tier.ts'
import { USAGE_KINDS } from './usage.ts'

/** What the routes of this feature take and give. The web imports these types. */
const ModelName = z
  .string()
  .max(300)
  .transform((text) => text.normalize('NFC').trim().toLowerCase())
  .pipe(
    z
      .string()
      .min(1)
      .max(200)
      .regex(/^[^\p{Cc}\p{Cs}]+$/u),
  )
export const PartName = z
  .string()
  .max(40)
  .refine((text): text is Part => isPart(text), 'a part that has a price')
  .describe('e.g. input, cached input, output, audio input, image, image 1024x1024, characters, duration, tool call')
const UsdPrice = z
  .string()
  .regex(new RegExp(`^\\d{1,9}(\\.\\d{1,${MAX_PRICE_DECIMALS}})?$`))
  .describe('USD per unit of the part, an exact decimal')
const UnitName = z.enum(UNIT_NAMES).meta({
  id: 'PriceUnit',
  description:
    'What the price is for: million-tokens, million-characters, image, minute, session, thousand-calls, gib-day',
})
export const TierName = z
  .enum(TIERS)
  .meta({ id: 'PriceTier', description: 'batch, flex and priority where sold apart' })

export const PriceInput = z.object({
  model: ModelName.describe('As usage names it; a name without its date covers the dated ones'),
  tier: TierName.default('standard'),
  validFrom: CostDay.describe('The first cost day that is priced by it'),
  prices: z
    .array(z.object({ part: PartName, price: UsdPrice }))
    .min(1)
    .max(20)
    .refine((prices) => new Set(prices.map(({ part }) => part)).size === prices.length, 'each part once'),
  reason: Reason.optional().transform((reason) => reason || null),
})

export const OwnPrice = z
  .object({
    id: Id,
    model: z.string(),
    tier: TierName,
    part: z.string(),
    unit: UnitName,
    price: z.string().describe('USD per unit, exact'),
    validFrom: CostDay,
    reason: z.string().nullable(),
    at: Instant,
    by: z.string(),
  })
  .meta({ id: 'OwnPrice', description: 'A price that an admin entered' })

const PartPrice = z.object({ part: z.string(), unit: UnitName, price: z.string().describe('USD per unit, exact') })

export const ListPrice = z
  .object({
    tier: TierName,
    validFrom: CostDay.nullable().describe('Null: since the model is sold'),
    source: z.object({ title: z.string(), url: z.string(), readOn: CostDay }),
    prices: z.array(PartPrice),
    longContext: z
      .object({ above: z.int().describe('Input tokens of one request'), prices: z.array(PartPrice) })
      .nullable()
      .describe('What longer requests pay. Usage sums requests up and does not tell which, so estimates leave it out'),
  })
  .meta({ id: 'ListPrice' })

export const PricedModel = z
  .object({
    model: z.string(),
    names: z.array(z.string()).describe('The names in usage that this price is for; dated ones of these too'),
    note: z.string().nullable().describe('Korean: what usage does not tell about it'),
    usedRecently: z.boolean().describe('In the last 30 days, by what one may see'),
    lines: z.array(ListPrice).describe('List prices; empty for a model that only has entered ones'),
    own: z.array(OwnPrice),
  })
  .meta({ id: 'PricedModel' })

export const UnknownPrice = z
  .object({
    model: z.string().nullable().describe('Null: the provider names none, so no price can be entered'),
    kind: z.enum(USAGE_KINDS),
    tier: TierName,
    since: CostDay.describe('The first of the days looked at with such use'),
    until: CostDay,
    parts: z.array(
      z.object({
        part: z.string(),
        unit: UnitName,
        quantity: z.string().nullable().describe('Counted pieces: tokens, seconds, calls …; null: not told'),
        counted: z.boolean().describe('True: counted at the standard price, which is the least that it costs'),
      }),
    ),
    projects: z.array(z.object({ id: Id, name: z.string(), teamName: z.string() })),
  })
  .meta({ id: 'UnknownPrice' })

export const UnknownPrices = z.object({
  from: CostDay,
  to: CostDay,
  items: z.array(UnknownPrice),
  tokens: z.string().describe('Tokens that are in no amount'),
})

export const PricesQuery = z.object({
  search: z.string().max(200).optional().describe('Part of a model name'),
})

export type ListPrice = z.infer<typeof ListPrice>
export type PricedModel = z.infer<typeof PricedModel>
export type UnknownPrice = z.infer<typeof UnknownPrice>
export type UnknownPrices = z.infer<typeof UnknownPrices>
export type PriceTier = z.infer<typeof TierName>
export type PriceUnit = z.infer<typeof UnitName>
export type PriceInput = z.infer<typeof PriceInput>
export type OwnPrice = z.infer<typeof OwnPrice>
