export type Attributes = ReadonlyMap<string, string | number | boolean>

/** Under the first of these names that is there and not empty. */
export function firstOf(attributes: Attributes, names: readonly string[]): string | number | boolean | null {
  for (const name of names) {
    const value = attributes.get(name)
    if (value !== undefined && value !== '') return value
  }
  return null
}

export function textOf(attributes: Attributes, names: readonly string[]): string | null {
  const value = firstOf(attributes, names)
  return value === null ? null : String(value)
}

export function countOf(attributes: Attributes, names: readonly string[]): number | null {
  const value = firstOf(attributes, names)
  const count = typeof value === 'string' ? Number(value) : value
  return typeof count === 'number' && Number.isFinite(count) && count >= 0 ? count : null
}
