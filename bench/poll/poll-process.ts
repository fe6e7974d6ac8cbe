import { z } from 'zod'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { commandActor } from '../../src/people/actor.ts'
import { createLog } from '../../src/platform/log.ts'
import { answerTasks } from '../support/tasks.ts'
import { shiftedClock } from './shifted-clock.ts'

const IMPORTED_AT_ONCE = 200
const clock = shiftedClock()
let runtime: Runtime | null = null

async function open(): Promise<Runtime> {
  const roles = { web: false, jobs: false }
  runtime ??= await openRuntime(readConfig(), { clock, log: createLog('silent'), roles })
  return runtime
}

answerTasks(
  {
    /** One team, its key, and every project of the organization with a daily and a weekly limit. */
    async prepare(input) {
      const { key, projectIds } = z.object({ key: z.string(), projectIds: z.array(z.string()) }).parse(input)
      const { teams, thresholds } = await open()
      const team = await teams.teams.create(commandActor, '플랫폼팀')
      await teams.adminKeys.register(commandActor, team.id, { key, baseUrl: null })
      let limits = 0
      for (let at = 0; at < projectIds.length; at += IMPORTED_AT_ONCE) {
        const ids = projectIds.slice(at, at + IMPORTED_AT_ONCE)
        for (const { projectId } of await teams.bindings.importProjects(commandActor, team.id, ids)) {
          if (!projectId) continue
          await thresholds.set(commandActor, projectId, 'day', { limit: '100000' })
          await thresholds.set(commandActor, projectId, 'week', { limit: '700000' })
          limits += 2
        }
      }
      return { limits }
    },

    /** One round over all kinds of use: asked, read, priced, summed and judged. */
    async poll() {
      const { polls } = await open()
      const processorBefore = process.cpuUsage()
      const started = performance.now()
      const [round] = await polls.pollNow({ signal: new AbortController().signal })
      const seconds = (performance.now() - started) / 1_000
      if (!round || round.kinds.some(({ problem }) => problem !== null)) throw new Error('the round has failed')
      const processor = process.cpuUsage(processorBefore)
      return { seconds, processorSeconds: (processor.user + processor.system) / 1e6, requests: round.requests }
    },

    async putForward(input) {
      clock.putForward(z.int().parse(input))
      return null
    },

    async counts() {
      const { database } = await open()
      const { rows } = await database.pool.query<{ series: number; minutes: number }>(
        `select (select count(*)::int from usage_series) as series, (select count(*)::int from usage_minutes) as minutes`,
      )
      return rows[0]
    },
  },
  async () => runtime?.close(),
)
