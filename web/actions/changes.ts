type Values = Record<string, unknown> | null
export type Change = { field: string; before: string; after: string }

const ABSENT = '–'

/** The fields that differ, each as text; what stayed the same is not said. */
export function changesOf(before: Values, after: Values): Change[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return fields
    .map((field) => ({ field, before: text(before?.[field]), after: text(after?.[field]) }))
    .filter((change) => change.before !== change.after)
}

function text(value: unknown): string {
  if (value === undefined || value === null || value === '') return ABSENT
  return typeof value === 'string' ? value : JSON.stringify(value)
}
