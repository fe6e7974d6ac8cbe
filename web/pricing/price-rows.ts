import type { ListPrice, PricedModel } from '../../src/pricing/api.ts'

/** One line of the table: the prices of a model in one tier in one span of days. */
export type PriceRow = ListPrice & {
  key: string
  model: string
  note: string | null
  state: 'past' | 'now' | 'coming'
}

export function rowsOf(models: readonly PricedModel[], today: string): PriceRow[] {
  return models.flatMap(({ model, note, lines }) =>
    lines.map((line) => ({
      ...line,
      key: `${model} ${line.tier} ${line.validFrom ?? ''}`,
      model,
      note,
      state: stateOf(line, lines, today),
    })),
  )
}

function stateOf(line: ListPrice, lines: readonly ListPrice[], today: string): PriceRow['state'] {
  const start = line.validFrom ?? ''
  if (start > today) return 'coming'
  const isReplaced = lines.some(
    ({ tier, validFrom }) => tier === line.tier && (validFrom ?? '') > start && (validFrom ?? '') <= today,
  )
  return isReplaced ? 'past' : 'now'
}

/** Part of a name, or of any name that the same price is for. */
export function findModels(models: readonly PricedModel[], search: string): PricedModel[] {
  const wanted = search.trim().toLowerCase()
  return models.filter(({ model, names }) => [model, ...names].some((name) => name.includes(wanted)))
}
