import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { invalid } from '../../platform/errors.ts'
import { type Columns, readColumns } from './columns.ts'
import type { CsvFile } from './csv-file.ts'
import { MOST_COLUMNS, MOST_LINES } from './csv-file.ts'
import { decode, type Encoding } from './decode.ts'

/** A line as it stands in the file; `number` is what an editor shows. */
export type Line = { number: number; cells: readonly string[] }
export type Read = {
  encoding: Encoding
  delimiter: string
  header: readonly string[]
  columns: Columns
  lines: readonly Line[]
  /** Lines whose quotes do not close. */
  broken: readonly number[]
}

const DELIMITERS = [',', ';', '\t'] as const
const LONGEST_LINE = 20_000
const CHUNK = 64 * 1024

/** The lines of a file. Throws only where nothing of it can be used. */
export async function readFile({ bytes }: CsvFile): Promise<Read> {
  const decoded = decode(bytes)
  if (decoded === null) throw invalid('outcome-file-encoding')
  const { text, encoding } = decoded
  const delimiter = delimiterOf(text)
  const broken: number[] = []
  const parser = Readable.from(chunksOf(text)).pipe(
    parse({
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: LONGEST_LINE,
      on_skip: (error) => void broken.push(Number(error?.lines ?? 0)),
    }),
  )
  let header: readonly string[] | null = null
  const lines: Line[] = []
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    if (record.every((cell) => cell.trim() === '')) continue
    if (header === null) header = record.slice(0, MOST_COLUMNS)
    // The parser names the line on which a record ends.
    else lines.push({ number: info.lines - breaksIn(record), cells: record.slice(0, MOST_COLUMNS) })
    if (lines.length > MOST_LINES) throw invalid('outcome-file-lines', { lines: MOST_LINES })
  }
  if (header === null) throw invalid('outcome-file-empty')
  const columns = readColumns(header)
  if ('code' in columns) throw invalid(columns.code, { columns: columns.columns })
  return { encoding, delimiter, header, columns, lines, broken }
}

/** The one that the header uses most, outside of quotes. */
function delimiterOf(text: string): string {
  const header = (/^[^\r\n]*/.exec(text.replace(/^\uFEFF?[\r\n\s]*/, ''))?.[0] ?? '').replace(/"[^"]*"/g, '')
  const count = (delimiter: string) => header.split(delimiter).length
  return DELIMITERS.toSorted((left, right) => count(right) - count(left))[0] ?? ','
}

function* chunksOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += CHUNK) yield text.slice(at, at + CHUNK)
}

function breaksIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0)
}
