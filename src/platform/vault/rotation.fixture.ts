// A process of its own for the test that kills it: fills a vault, then rotates one secret per batch and says so.
import { systemClock } from '../clock.ts'
import { openEmbeddedDatabase } from '../db/database.ts'
import { migrate, readMigrations } from '../db/migrate.ts'
import { createVault } from './vault.ts'

const [directory = '', path = ''] = process.argv.slice(2)
const { db, pool } = await openEmbeddedDatabase({ directory })
await migrate(pool, await readMigrations())
const vault = createVault({ db, clock: systemClock, masterKey: { from: 'generated', path } })
await db.transaction().execute(async (tx) => {
  for (let index = 0; index < 40; index += 1) await vault.seal(tx, `test:${index}`, `secret ${index}`)
})
await vault.rotate(null, {
  batchSize: 1,
  onProgress: ({ done }) => process.stdout.write(`batch ${done}\n`),
})
process.stdout.write('done\n')
