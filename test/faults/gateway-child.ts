import { openRuntime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/platform/log.ts'

// Started by gateway-kill.test.ts and gateway-database.test.ts: a gateway process, until it is killed or told to stop.
const runtime = await openRuntime(readConfig(), {
  log: createLog('silent'),
  roles: { web: false, jobs: false, gateway: true },
})
const url = await runtime.start()
process.stdout.write(`${JSON.stringify({ url })}\n`)
process.once('SIGTERM', () => void runtime.close().then(() => process.exit(0)))
