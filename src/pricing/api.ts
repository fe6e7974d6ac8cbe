import { z } from 'zod'
import { CostDay, Id, Instant, Reason } from '../platform/http/schemas.ts'
import { isPart, type Part, UNITS } from './parts.ts'
import { MAX_PRICE_DECIMALS } from './rate.ts'
import { TIERS } from './tier.ts'

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
const UnitName = z.enum(Object.keys(UNITS) as [keyof typeof UNITS]).meta({
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

export type PriceInput = z.infer<typeof PriceInput>
export type OwnPrice = z.infer<typeof OwnPrice>
