import { sql } from 'kysely'
import { openRuntime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/platform/log.ts'

// Started by deliveries-kill.test.ts: delivers until nothing waits any more.
const runtime = await openRuntime(readConfig(), { log: createLog('silent'), roles: { web: false, jobs: false } })
const { db } = runtime.database
process.stdout.write('ready\n')
for (;;) {
  // A process that died lets go after a minute and a half, and a lane that failed is left in peace for seconds: here both have passed.
  await sql`update delivery_lanes set claimed_until = null, retry_at = null`.execute(db)
  await sql`update deliveries set next_attempt_at = now() where state = 'waiting'`.execute(db)
  await runtime.channels.deliverWaiting()
  const { rows } = await sql`select 1 from deliveries where state = 'waiting' limit 1`.execute(db)
  if (rows.length === 0) break
}
await runtime.close()
