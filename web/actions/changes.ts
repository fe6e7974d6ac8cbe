type Values = Record<string, unknown> | null
type Names = Readonly<Record<string, string>>
export type Change = { field: string; before: string; after: string }

const ABSENT = '–'

/** The fields that differ, each in words; what stayed the same is not said, and ids say nothing to a reader. */
export function changesOf(before: Values, after: Values, words: { fields: Names; values: Names }): Change[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const text = (value: unknown) => asText(value, words.values)
  return fields
    .filter((field) => words.fields[field] !== undefined || !/Id$/.test(field))
    .map((field) => ({
      field: words.fields[field] ?? field,
      before: text(before?.[field]),
      after: text(after?.[field]),
    }))
    .filter((change) => change.before !== change.after)
}

function asText(value: unknown, values: Names): string {
  if (value === undefined || value === null || value === '') return ABSENT
  if (Array.isArray(value)) return value.map((one) => asText(one, values)).join(', ') || ABSENT
  if (typeof value === 'object') return JSON.stringify(value)
  return values[String(value)] ?? String(value)
}
