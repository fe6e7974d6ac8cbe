import { stringify } from 'csv-stringify'

// Spreadsheets of East Asia run full-width signs too.
const RUNS = /^[=+\-@\t\r\n＝＋－＠]/

/** A text that a spreadsheet would run as a formula, made one that it shows. */
export function guardFormula(text: string): string {
  return RUNS.test(text) ? `'${text}` : text
}

/** What {@link guardFormula} has added is taken off again. */
export function unguardFormula(text: string): string {
  return text.startsWith("'") && RUNS.test(text.slice(1)) ? text.slice(1) : text
}

/** Starts with a byte order mark for Excel. Every text is guarded but those of the columns named `exact`, which hold numbers. */
export function csvWriter(columns: readonly string[], exact: readonly string[] = [], { header = true } = {}) {
  return stringify({
    header,
    bom: true,
    columns: [...columns],
    cast: { string: (value, { column }) => (exact.includes(String(column)) ? value : guardFormula(value)) },
  })
}
