import { sql } from 'kysely'
import { openRuntime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/platform/log.ts'

// Started by collection-kill.test.ts: goes on with the open collection, or asks for one, and says how far it is.
const [from = '', to = ''] = process.argv.slice(2)
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
const runtime = await openRuntime(readConfig(), { log: createLog('silent'), roles: { web: false, jobs: false } })
const { db } = runtime.database
const { collections } = runtime
// A process that died lets go after a minute and a half; here that time has passed.
await sql`update collections set lease_until = now() - interval '1 second' where lease_until is not null`.execute(db)
await collections.request({ from, to, requestedBy: '시험' })
for (const { id, daysDone, state } of await collections.list({ teamIds: null, teamId: undefined, state: undefined })) {
  say({ id, daysDone, state })
}
say({ ready: true })
const ended = await collections.runOpen({
  signal: new AbortController().signal,
  onStep: ({ collection, daysDone }) => say({ id: collection.id, daysDone, state: 'running' }),
})
for (const { id, daysDone, state } of ended) say({ id, daysDone, state })
await runtime.close()
