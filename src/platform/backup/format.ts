import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'

/**
 * gzip of lines of JSON: the header; for each table a line that names it, then one array of texts per row; the footer with
 * what was written. Values are PostgreSQL's own text, so numeric, timestamps, jsonb and bytea come back exactly.
 */
export const FORMAT = 'finops-backup'
export const FORMAT_VERSION = 1

export const Header = z.object({
  format: z.literal(FORMAT),
  version: z.literal(FORMAT_VERSION),
  createdAt: z.iso.datetime(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
})
export type Header = z.infer<typeof Header>

const Footer = z.object({ end: z.literal(true), rows: z.record(z.string(), z.int()), sha256: z.string() })
export type Footer = z.infer<typeof Footer>

const TableLine = z.object({ table: z.string() })
const Row = z.array(z.string().nullable())

export type BackupProblem = 'not-a-backup' | 'damaged' | 'too-new' | 'other-migrations' | 'not-empty'

export class BackupError extends Error {
  readonly problem: BackupProblem

  constructor(problem: BackupProblem, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'BackupError'
    this.problem = problem
  }
}

export type BackupEntry =
  | { kind: 'header'; header: Header }
  | { kind: 'table'; name: string }
  | { kind: 'row'; values: (string | null)[] }
  | { kind: 'footer'; footer: Footer; sha256: string }

/** Reads a backup from its beginning. Damage of any kind throws a {@link BackupError}; memory stays flat. */
export async function* readBackup(path: string): AsyncGenerator<BackupEntry> {
  const hash = createHash('sha256')
  let isFirst = true
  try {
    for await (const line of linesOf(path)) {
      const entry = isFirst ? parseHeader(line) : parseLine(line, () => hash.copy().digest('hex'))
      hash.update(line).update('\n')
      isFirst = false
      yield entry
    }
  } catch (error) {
    throw error instanceof Error && 'code' in error && isDamage(error.code)
      ? new BackupError(isFirst ? 'not-a-backup' : 'damaged', 'the file is no complete gzip stream', error)
      : error
  }
}

function isDamage(code: unknown): boolean {
  return typeof code === 'string' && code.startsWith('Z_')
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const unzipped = createGunzip()
  // A failure destroys `unzipped`, which is where the loop below meets it.
  const source = pipeline(createReadStream(path), unzipped).catch((error: unknown) => error)
  let rest = ''
  for await (const chunk of unzipped.setEncoding('utf8')) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  await source
  if (rest) throw new BackupError('damaged', 'the last line is cut off')
}

function parseHeader(line: string): BackupEntry {
  const given = parseJson(line, 'not-a-backup')
  const known = z.object({ format: z.literal(FORMAT), version: z.int() }).safeParse(given)
  if (!known.success) throw new BackupError('not-a-backup', 'the file does not start with the header of a backup')
  if (known.data.version > FORMAT_VERSION) throw new BackupError('too-new', `format ${known.data.version}`)
  const header = Header.safeParse(given)
  if (!header.success) throw new BackupError('damaged', 'the header is not readable', header.error)
  return { kind: 'header', header: header.data }
}

function parseLine(line: string, digest: () => string): BackupEntry {
  const given = parseJson(line, 'damaged')
  const row = Row.safeParse(given)
  if (row.success) return { kind: 'row', values: row.data }
  const table = TableLine.safeParse(given)
  if (table.success) return { kind: 'table', name: table.data.table }
  const footer = Footer.safeParse(given)
  if (footer.success) return { kind: 'footer', footer: footer.data, sha256: digest() }
  throw new BackupError('damaged', 'a line is neither a row, a table nor the end')
}

function parseJson(line: string, problem: BackupProblem): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new BackupError(problem, 'a line is not JSON', cause)
  }
}
