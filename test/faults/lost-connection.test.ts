import { sql } from 'kysely'
import { expect, inject, test } from 'vitest'
import { openPostgres } from '../../src/platform/db/database.ts'
import { createServerDatabase } from '../support/database.ts'

test.runIf(process.env.TEST_DATABASE_URL)(
  'a connection that breaks between two statements of a transaction fails that transaction and nothing else',
  async () => {
    expect(inject('postgresUrl')).not.toBe('')
    const { url, drop } = await createServerDatabase('lost_connection')
    const database = await openPostgres(url, { maxConnections: 2 })
    const broken = database.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(database.db)
      // Nothing is asked when the news comes, so nobody is there to be told.
      await new Promise((resolve) => setTimeout(resolve, 200))
      await sql`select 1`.execute(tx)
    })
    await expect(broken).rejects.toThrow()
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(database.db)
    expect(rows).toEqual([{ one: 1 }])
    await database.close()
    await drop()
  },
)
