import { z } from 'zod'
import { createSimulator, type Simulator } from '../../src/simulator/index.ts'
import { answerTasks } from '../support/tasks.ts'

const Start = z.object({ limitDelaySeconds: z.number() })

let simulator: Simulator | null = null

answerTasks(
  {
    async start(input) {
      simulator = createSimulator({ ...Start.parse(input), projectCount: 4, historyDays: 30 })
      const { url } = await simulator.listen()
      const project = simulator.projects().find(({ isArchived }) => !isArchived)
      const rows = simulator.limitState(project?.id ?? '').rateLimits.length
      return { url, key: simulator.keys.full, projectId: project?.id, apiKey: project?.apiKeys[0]?.value, rows }
    },
  },
  async () => simulator?.close(),
)
