import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openEmbeddedDatabase, openPostgres } from '../../src/platform/db/database.ts'

/** A fresh, migrated database of the kind under test: embedded by default, a real server under `npm run test:postgres`. */
export async function createTestDatabase(): Promise<Database> {
  const server = inject('postgresUrl')
  if (!server) return openEmbeddedDatabase({ directory: null, image: inject('embeddedImage') })
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(server, `create database ${name} template ${inject('postgresTemplate')}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const database = await openPostgres(url.toString(), { maxConnections: 6 })
  return {
    ...database,
    close: async () => {
      await database.close()
      await onServer(server, `drop database ${name} with (force)`)
    },
  }
}

/** An empty, migrated database on the server under test, for processes of their own; in a time zone of its own if asked. */
export async function createServerDatabase(
  prefix: string,
  timeZone?: string,
): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('postgresUrl')
  const name = `${prefix}_${randomBytes(6).toString('hex')}`
  await onServer(server, `create database ${name} template ${inject('postgresTemplate')}`)
  if (timeZone) await onServer(server, `alter database ${name} set timezone to '${timeZone}'`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.toString(), drop: () => onServer(server, `drop database ${name} with (force)`) }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
