import { z } from 'zod'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { commandActor } from '../../src/people/actor.ts'
import { createLog } from '../../src/platform/log.ts'
import { addProject, settle, storedCount, storeProviderKey } from '../../test/gateway/workbench.ts'
import { answerTasks } from '../support/tasks.ts'

let runtime: Runtime | null = null
let projectId: string | null = null

/** `finops serve --roles gateway`, and a project that calls through it. */
answerTasks(
  {
    async start() {
      runtime = await openRuntime(readConfig(), {
        log: createLog('silent'),
        roles: { web: false, jobs: false, gateway: true },
      })
      const url = await runtime.start()
      const project = await addProject(runtime, { team: '마케팅팀', name: '광고 문구' })
      projectId = project.id
      await storeProviderKey(runtime, project.id, 'sk-bench-key-0000000000')
      await settle({ runtime })
      return { url, key: project.key }
    },
    async limit() {
      if (!runtime || !projectId) throw new Error('not started')
      await runtime.thresholds.set(commandActor, projectId, 'day', { limit: '1000000', hard: true })
      await settle({ runtime })
      const { admission } = runtime.gateway?.limits ?? {}
      while (!admission?.concerns(projectId)) await new Promise((resolve) => setTimeout(resolve, 50))
      return true
    },
    async figures() {
      const figures = runtime?.gateway?.figures()
      const { user, system } = process.cpuUsage()
      return {
        waiting: figures?.spool.waiting ?? 0,
        notKept: figures?.spool.notKept ?? 0,
        rssMegabytes: Math.round(process.memoryUsage().rss / 1_048_576),
        processorSeconds: (user + system) / 1e6,
      }
    },
    async stored(input) {
      if (!runtime) throw new Error('not started')
      return storedCount({ runtime }, z.int().parse(input))
    },
  },
  async () => runtime?.close(),
)
