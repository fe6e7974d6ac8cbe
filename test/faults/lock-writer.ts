import { openEmbeddedDatabase } from '../../src/platform/db/database.ts'
import { lockDirectory } from '../../src/platform/db/directory-lock.ts'

// Started by lock-kill.test.ts: owns a data directory and says each number only once its transaction is committed.
const directory = process.argv[2] ?? ''
await lockDirectory(directory)
const database = await openEmbeddedDatabase({ directory: `${directory}/db` })
await database.pool.query('create table if not exists numbers (n int primary key, note text not null)')
const { rows } = await database.pool.query<{ last: number }>('select coalesce(max(n), 0) as last from numbers')
for (let n = (rows[0]?.last ?? 0) + 1; ; n += 1) {
  await database.pool.query('begin')
  await database.pool.query('insert into numbers (n, note) values ($1, $2)', [n, 'x'.repeat(500)])
  await database.pool.query('commit')
  process.stdout.write(`${n}\n`)
}
