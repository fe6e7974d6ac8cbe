import type pg from 'pg'
import type { Db as BossDb } from 'pg-boss'

/**
 * pg-boss on our own pool. It expects each statement to stand alone, so whatever a failed multi-statement block left
 * open is rolled back before the connection is used again: the embedded database has only the one.
 */
export function bossDatabase(pool: pg.Pool): BossDb {
  return {
    async executeSql(text, values) {
      const client = await pool.connect()
      try {
        const result: unknown = await client.query(text, values)
        return { rows: Array.isArray(result) ? result.flatMap(rowsOf) : rowsOf(result) }
      } catch (error) {
        await client.query('rollback').catch(() => {})
        throw error
      } finally {
        client.release()
      }
    },
  }
}

function rowsOf(result: unknown): unknown[] {
  return typeof result === 'object' && result !== null && 'rows' in result && Array.isArray(result.rows)
    ? result.rows
    : []
}
