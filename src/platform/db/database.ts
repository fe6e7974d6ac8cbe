import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { openEmbedded } from './embedded.ts'

/** No table types: SQL is written out with Kysely's `sql` tag, one function per query, typed by its row. */
// biome-ignore lint/complexity/noBannedTypes: Kysely's own way to say "no tables declared"
export type Schema = {}
export type Db = Kysely<Schema>
export type Tx = Transaction<Schema>

export type Database = {
  kind: 'embedded' | 'postgres'
  db: Db
  pool: pg.Pool
  close(): Promise<void>
  /** Told when the embedded database has stopped by itself: nothing in this process can be done any more. */
  onLost(listener: (error: Error) => void): void
}

// A cost day must never become local midnight; int8 counts fit a JavaScript number here, money is numeric and stays text.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text))

const MINIMUM_SERVER_VERSION = 150_000

export class ServerTooOld extends Error {}

export async function openPostgres(url: string, options: { maxConnections?: number } = {}): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'finops-for-ai',
    // Costs are decided in UTC; the session's zone must not leak into a cast.
    options: '-c TimeZone=UTC',
  })
  // One that dies between two statements of a transaction has nobody waiting who could be told; the next statement is.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', () => {}) // an idle connection died; the next query opens another and reports its own failure
  try {
    const { rows } = await pool.query<{ version: string }>(`select current_setting('server_version_num') as version`)
    if (Number(rows[0]?.version) < MINIMUM_SERVER_VERSION) throw new ServerTooOld(rows[0]?.version)
  } catch (error) {
    await pool.end()
    throw error
  }
  return fromPool('postgres', pool, { close: () => pool.end(), onLost: () => {} })
}

/** `directory: null` keeps everything in memory, for tests. */
export async function openEmbeddedDatabase(options: { directory: string | null; image?: string }): Promise<Database> {
  const embedded = await openEmbedded(options)
  await embedded.pool.query(`set timezone to 'UTC'`)
  return fromPool('embedded', embedded.pool, embedded)
}

function fromPool(kind: Database['kind'], pool: pg.Pool, rest: Pick<Database, 'close' | 'onLost'>): Database {
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return { kind, db, pool, close: rest.close, onLost: rest.onLost }
}
