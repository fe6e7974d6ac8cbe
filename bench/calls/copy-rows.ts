import pg from 'pg'

type CopyConnection = { query(text: string): void; sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }

/** One COPY of text that was made before, through the driver that the product uses. */
class CopyIn {
  readonly done: Promise<void>
  #resolve: () => void = () => {}
  #reject: (error: Error) => void = () => {}
  readonly #text: string
  readonly #chunk: Buffer

  constructor(text: string, chunk: Buffer) {
    this.#text = text
    this.#chunk = chunk
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  submit(connection: unknown): void {
    connectionOf(connection).query(this.#text)
  }

  handleCopyInResponse(connection: unknown): void {
    connectionOf(connection).sendCopyFromChunk(this.#chunk)
    connectionOf(connection).endCopyFrom()
  }

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.#reject(error)
  }

  handleReadyForQuery(): void {
    this.#resolve()
  }
}

// The driver's own connection; its types leave COPY out.
function connectionOf(connection: unknown): CopyConnection {
  return connection as CopyConnection
}

/** The newest rows of a partition as COPY reads them, in chunks of so many. */
export async function rowsForCopy(pool: pg.Pool, table: string, size: number, most: number): Promise<Buffer[]> {
  const { rows: columns } = await pool.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  )
  const texts = columns.map(({ name }) => `coalesce(${name}::text, '\\N')`).join(', ')
  const { rows } = await pool.query<{ line: string }>(
    `select concat_ws(E'\\t', ${texts}) || E'\\n' as line from ${table} limit ${most}`,
  )
  const chunks: Buffer[] = []
  for (let from = 0; from < rows.length; from += size) {
    chunks.push(
      Buffer.from(
        rows
          .slice(from, from + size)
          .map(({ line }) => line)
          .join(''),
      ),
    )
  }
  return chunks
}

/** Rows per second of a bare COPY, each chunk committed by itself, by so many connections at once. */
export async function copyRows(url: string, table: string, chunks: readonly Buffer[], size: number, senders: number) {
  let next = 0
  const send = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      for (let chunk = chunks[next++]; chunk !== undefined; chunk = chunks[next++]) {
        await client.query(new CopyIn(`copy ${table} from stdin`, chunk)).done
      }
    } finally {
      await client.end()
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: senders }, send))
  return Math.round((chunks.length * size) / ((performance.now() - began) / 1_000))
}
