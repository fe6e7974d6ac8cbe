import { z } from 'zod'
import { createSimulator, type Simulator } from '../../src/simulator/index.ts'
import { answerTasks } from './tasks.ts'

const Start = z.object({ projects: z.int(), lineItems: z.int(), days: z.int() })
const Range = z.object({ from: z.string(), to: z.string() })

let simulator: Simulator | null = null

answerTasks(
  {
    async start(input) {
      const { projects, lineItems, days } = Start.parse(input)
      simulator = createSimulator({ projectCount: projects, lineItemsPerProject: lineItems, historyDays: days + 20 })
      const { url } = await simulator.listen()
      const all = simulator.projects().filter((project) => !project.isArchived)
      return { url, key: simulator.keys.full, projectIds: all.map(({ id }) => id) }
    },
    async total(input) {
      const { from, to } = Range.parse(input)
      return simulator?.truth.total(from, to) ?? null
    },
  },
  async () => simulator?.close(),
)
