import { readFile } from 'node:fs/promises'
import { fromGenai, type Line, type Model } from './from-genai.ts'

type Source = { title: string; url: string; readOn: string }
type Table = { sources: Record<string, Source>; models: Record<string, Model>; lines: Line[] }

/** The package's prices, completed and corrected by what was read and written down by hand, which wins. */
export async function priceTable(): Promise<Table> {
  const byHand: Table = JSON.parse(await readFile(new URL('by-hand.json', import.meta.url), 'utf8'))
  const genai = fromGenai('genai-prices')
  const taken = new Set(Object.values(byHand.models).flatMap(({ names }) => names))
  const models: Record<string, Model> = {}
  for (const [id, model] of Object.entries(genai.models)) {
    const names = model.names.filter((name) => !taken.has(name))
    if (names.length > 0) models[id] = { ...model, names }
  }
  Object.assign(models, byHand.models)
  const lines = new Map([...genai.lines, ...byHand.lines].map((line) => [keyOf(line), line]))
  const known = [...lines.values()].filter(({ model }) => models[model])
  const used = new Set(known.map(({ model }) => model))
  return {
    sources: byHand.sources,
    models: Object.fromEntries(
      Object.entries(models)
        .filter(([id]) => used.has(id))
        .sort(byKey),
    ),
    lines: known.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1)),
  }
}

function keyOf({ model, tier, validFrom }: Line): string {
  return `${model} ${['standard', 'batch', 'flex', 'priority'].indexOf(tier)} ${validFrom ?? ''}`
}

function byKey([left]: [string, unknown], [right]: [string, unknown]): number {
  return left < right ? -1 : 1
}
