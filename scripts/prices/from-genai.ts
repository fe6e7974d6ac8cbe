import { findProvider, type ModelInfo, type ModelPrice } from '@pydantic/genai-prices'

export type Line = {
  model: string
  tier: string
  validFrom: string | null
  source: string
  prices: Record<string, string>
  longContext?: { above: number; prices: Record<string, string> }
}
export type Model = { names: string[]; note?: string }

const PARTS: Record<string, string> = {
  input_mtok: 'input',
  cache_read_mtok: 'cached input',
  cache_write_mtok: 'cache write',
  output_mtok: 'output',
  input_audio_mtok: 'audio input',
  cache_audio_read_mtok: 'cached audio input',
  output_audio_mtok: 'audio output',
  input_image_mtok: 'image input',
  cache_image_read_mtok: 'cached image input',
  output_image_mtok: 'image output',
}

/** Not OpenAI's own: copied from a reseller before OpenAI published a price, or a name that only Azure gives. */
const SECOND_HAND = /OpenRouter|extended|\.ft-/

/** The standard prices of OpenAI's models as the package knows them. Its numbers are floats: their shortest text is meant. */
export function fromGenai(source: string): { models: Record<string, Model>; lines: Line[] } {
  const provider = findProvider({ providerId: 'openai' })
  if (!provider) throw new Error('the package knows no provider named openai')
  const sold = provider.models.filter(({ id, price_comments }) => !SECOND_HAND.test(`${id} ${price_comments ?? ''}`))
  const models = Object.fromEntries(sold.map((model) => [idOf(model), { names: namesOf(model) }]))
  const lines = sold.flatMap((model) => linesOf(model, source)).filter(({ prices }) => Object.keys(prices).length > 0)
  return { models, lines }
}

function idOf({ id }: ModelInfo): string {
  return id.replace(/-$/, '')
}

function namesOf(model: ModelInfo): string[] {
  const names = [idOf(model)]
  const visit = (match: ModelInfo['match']): void => {
    if ('or' in match) match.or.forEach(visit)
    else if ('equals' in match) names.push(match.equals)
  }
  visit(model.match)
  return [...new Set(names)]
}

function linesOf(model: ModelInfo, source: string): Line[] {
  const versions = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }]
  return versions.map(({ prices, constraint }) => {
    if (constraint && constraint.type !== 'start_date') throw new Error(`${model.id}: a price by time of day`)
    return {
      model: idOf(model),
      tier: 'standard',
      validFrom: constraint?.start_date ?? null,
      source,
      ...pricesOf(prices),
    }
  })
}

function pricesOf(found: ModelPrice): Pick<Line, 'prices' | 'longContext'> {
  const prices: Record<string, string> = {}
  const long: Record<string, string> = {}
  let above = 0
  for (const [key, price] of Object.entries(found)) {
    const part = PARTS[key]
    if (part === undefined || price === undefined) continue
    if (typeof price === 'number') {
      prices[part] = String(price)
      continue
    }
    prices[part] = String(price.base)
    const [tier, ...others] = price.tiers
    if (!tier || others.length > 0) throw new Error(`${key}: not one step but ${price.tiers.length}`)
    long[part] = String(tier.price)
    above = tier.start
  }
  return above === 0 ? { prices } : { prices, longContext: { above, prices: long } }
}
