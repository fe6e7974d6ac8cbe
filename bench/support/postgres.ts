import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { startTemporaryPostgres } from '../../scripts/postgres/temporary.ts'

export type BenchPostgres = {
  version: string
  createDatabase(): Promise<string>
  dropDatabase(url: string): Promise<void>
  stop(): Promise<void>
}

/** A server with its factory settings, fsync included: what is measured must have reached the disk. */
export async function startPostgres(): Promise<BenchPostgres> {
  const server = await startTemporaryPostgres({ durable: true })
  return {
    version: server.version,
    async createDatabase() {
      const name = `bench_${randomBytes(6).toString('hex')}`
      await withClient(server.url, (client) => client.query(`create database ${name}`))
      const url = new URL(server.url)
      url.pathname = `/${name}`
      return url.toString()
    },
    async dropDatabase(url) {
      const name = new URL(url).pathname.slice(1)
      await withClient(server.url, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
    stop: server.stop,
  }
}

export async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
