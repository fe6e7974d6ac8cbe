import { z } from 'zod'
import { createSimulator, type Simulator } from '../../src/simulator/index.ts'
import { answerTasks } from '../support/tasks.ts'
import { shiftedClock } from './shifted-clock.ts'

const HISTORY_DAYS = 35
const clock = shiftedClock()
let simulator: Simulator | null = null

answerTasks(
  {
    async start(input) {
      const { projects } = z.object({ projects: z.int() }).parse(input)
      simulator = createSimulator({ clock, projectCount: projects, historyDays: HISTORY_DAYS, usageLagSeconds: 0 })
      const { url } = await simulator.listen()
      const all = simulator.projects().filter((project) => !project.isArchived)
      return { url, key: simulator.keys.full, projectIds: all.map(({ id }) => id) }
    },
    async putForward(input) {
      clock.putForward(z.int().parse(input))
      return null
    },
  },
  async () => simulator?.close(),
)
