import { z } from 'zod'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/platform/log.ts'
import { answerTasks } from './tasks.ts'

const Person = z.object({ email: z.string(), password: z.string() })

let runtime: Runtime | null = null

/** The product as `finops serve` runs it: web and jobs in one process. */
answerTasks(
  {
    async start() {
      runtime = await openRuntime(readConfig(), { log: createLog('silent') })
      return runtime.start()
    },
    async addAdmin(input) {
      await runtime?.people.createPerson({ ...Person.parse(input), name: '이지훈', admin: true })
    },
    async processorSeconds() {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1e6
    },
  },
  async () => runtime?.close(),
)
