import { readFile } from 'node:fs/promises'
import { fromGenai, type Line, type Model } from './from-genai.ts'

type Source = { title: string; url: string; readOn: string }
type Table = { sources: Record<string, Source>; models: Record<string, Model>; lines: Line[] }

/** Written down as a price page shows it: a row per model, a column per part. */
type PageTable = {
  tier: string
  source: string
  validFrom?: string
  columns: string[]
  rows: Record<string, (string | null)[]>
}
type ByHand = { sources: Record<string, Source>; models: Record<string, Model>; tables: PageTable[] }

const TIERS = ['standard', 'batch', 'flex', 'priority']

/** The package's prices, completed and corrected by what was read and written down by hand, which wins. */
export async function priceTable(): Promise<Table> {
  const byHand: ByHand = JSON.parse(await readFile(new URL('by-hand.json', import.meta.url), 'utf8'))
  const genai = fromGenai('genai-prices')
  const models = { ...withoutNames(genai.models, byHand.models), ...byHand.models }
  const written = byHand.tables.flatMap(linesOf)
  const lines = [...new Map([...genai.lines, ...written].map((line) => [keyOf(line), line])).values()]
  refuseUnknown(written, models, byHand.sources)
  const priced = new Set(lines.map(({ model }) => model))
  return {
    sources: byHand.sources,
    models: Object.fromEntries(
      Object.entries(models)
        .filter(([id]) => priced.has(id))
        .sort(byKey),
    ),
    lines: lines.filter(({ model }) => models[model]).toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1)),
  }
}

function linesOf({ tier, source, validFrom, columns, rows }: PageTable): Line[] {
  return Object.entries(rows).map(([model, prices]) => ({
    model,
    tier,
    validFrom: validFrom ?? null,
    source,
    prices: Object.fromEntries(columns.flatMap((part, place) => pairOf(part, prices[place]))),
  }))
}

function pairOf(part: string, price: string | null | undefined): [string, string][] {
  return price ? [[part, price]] : []
}

function withoutNames(found: Record<string, Model>, taken: Record<string, Model>): Record<string, Model> {
  const names = new Set(Object.values(taken).flatMap((model) => model.names))
  const left = Object.entries(found).map(
    ([id, model]) => [id, { ...model, names: model.names.filter((name) => !names.has(name)) }] as const,
  )
  return Object.fromEntries(left.filter(([, model]) => model.names.length > 0))
}

function refuseUnknown(lines: readonly Line[], models: Record<string, Model>, sources: Record<string, Source>): void {
  for (const { model, tier, source } of lines) {
    if (!models[model]) throw new Error(`by-hand.json: no model is named ${model}`)
    if (!sources[source]) throw new Error(`by-hand.json: no source is named ${source}`)
    if (!TIERS.includes(tier)) throw new Error(`by-hand.json: no tier is named ${tier}`)
  }
}

function keyOf({ model, tier, validFrom }: Line): string {
  return `${model} ${TIERS.indexOf(tier)} ${validFrom ?? ''}`
}

function byKey([left]: [string, unknown], [right]: [string, unknown]): number {
  return left < right ? -1 : 1
}
