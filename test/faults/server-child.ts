import { openRuntime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/platform/log.ts'
import { endWaits, forgetTheDead } from './leases.ts'

// Started by the tests beside it: the product as `finops serve` runs it, only that a minute passes in a moment.
const log = createLog('error', process.stderr)
const runtime = await openRuntime(readConfig(), { log })
if (process.argv.includes('--alone')) await forgetTheDead(runtime.database)
const url = await runtime.start()
process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`)

let isStopping = false
process.once('SIGTERM', () => {
  isStopping = true
})

const everyMinute = (await runtime.jobs.status())
  .map(({ definition }) => definition)
  .filter(({ schedule }) => schedule?.cron === '* * * * *')
const signal = new AbortController().signal

while (!isStopping) {
  await endWaits(runtime.database)
  await Promise.all([
    runtime.polls.pollNow({ signal }),
    ...everyMinute.map(({ run }) => run({ signal, trigger: 'schedule' })),
    new Promise((resolve) => setTimeout(resolve, 50)),
  ])
}
await runtime.close()
