import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isCostDay } from '../platform/cost-day.ts'
import { isPart } from './parts.ts'
import file from './prices/openai.json' with { type: 'json' }
import { MAX_PRICE_DECIMALS } from './rate.ts'
import { TIERS } from './tier.ts'

const Price = z.string().regex(new RegExp(`^\\d{1,9}(\\.\\d{1,${MAX_PRICE_DECIMALS}})?$`))
const Day = z.string().refine(isCostDay)
const Prices = z.record(z.string().refine(isPart), Price)

const KeptLine = z.strictObject({
  model: z.string(),
  tier: z.enum(TIERS),
  /** Null: since the model is sold. */
  validFrom: Day.nullable(),
  source: z.string(),
  prices: Prices,
  /** What a request pays whose input is longer than `above` tokens. Usage sums requests up, so it does not tell which. */
  longContext: z.strictObject({ above: z.number().int(), prices: Prices }).optional(),
})

const KeptPrices = z.strictObject({
  sources: z.record(z.string(), z.strictObject({ title: z.string(), url: z.url(), readOn: Day })),
  models: z.record(z.string(), z.strictObject({ names: z.array(z.string()).min(1), note: z.string().optional() })),
  lines: z.array(KeptLine),
})

export type KeptLine = z.infer<typeof KeptLine>
export type KeptPrices = z.infer<typeof KeptPrices>

/** OpenAI's list prices as they are kept in this repository; `docs/prices.md` says how they are brought up to date. */
export const keptPrices: KeptPrices = KeptPrices.parse(file)

/** Tells one table from another by what it makes things cost, whatever its notes and sources say. */
export function fingerprintOf({ models, lines }: KeptPrices): string {
  const names = Object.entries(models).map(([model, entry]) => [model, entry.names])
  const prices = lines.map(({ source: _source, ...line }) => line)
  return createHash('sha256')
    .update(JSON.stringify([names, prices]))
    .digest('hex')
}
