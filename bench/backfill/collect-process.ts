import { z } from 'zod'
import { openRuntime, type Runtime } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { commandActor } from '../../src/people/actor.ts'
import { addDays, costDayOf } from '../../src/platform/cost-day.ts'
import { createLog } from '../../src/platform/log.ts'
import { answerTasks } from '../support/tasks.ts'

const IMPORTED_AT_ONCE = 200
// Younger bills still grow while they are read, and could not be compared with the simulator afterwards.
const SETTLING_DAYS = 8
const Prepare = z.object({ key: z.string(), projectIds: z.array(z.string()) })
const Collect = z.object({ days: z.int() })

let runtime: Runtime | null = null

async function open(): Promise<Runtime> {
  runtime ??= await openRuntime(readConfig(), { log: createLog('silent'), roles: { web: false, jobs: false } })
  return runtime
}

answerTasks(
  {
    /** One team, its key, and every project of the organization bound, as a person would have done it. */
    async prepare(input) {
      const { key, projectIds } = Prepare.parse(input)
      const { teams } = await open()
      const team = await teams.teams.create(commandActor, '플랫폼팀')
      await teams.adminKeys.register(commandActor, team.id, { key, baseUrl: null })
      let bound = 0
      for (let at = 0; at < projectIds.length; at += IMPORTED_AT_ONCE) {
        const ids = projectIds.slice(at, at + IMPORTED_AT_ONCE)
        const results = await teams.bindings.importProjects(commandActor, team.id, ids)
        bound += results.filter(({ ok }) => ok).length
      }
      return { bound }
    },

    async collect(input) {
      const { days } = Collect.parse(input)
      const { collections } = await open()
      const today = costDayOf(new Date())
      const processorBefore = process.cpuUsage()
      const started = performance.now()
      const window = { from: addDays(today, -days - SETTLING_DAYS + 1), to: addDays(today, -SETTLING_DAYS) }
      const [wanted] = await collections.request({ ...window, requestedBy: 'bench' })
      if (!wanted) throw new Error('there was nothing to collect')
      const done = await collections.run(wanted.id, { signal: new AbortController().signal, force: true })
      const seconds = (performance.now() - started) / 1_000
      if (done?.state !== 'done') throw new Error(`the collection ended as ${done?.state}: ${done?.problemCode}`)
      const processor = process.cpuUsage(processorBefore)
      return {
        seconds,
        processorSeconds: (processor.user + processor.system) / 1e6,
        cost: done.cost.USD ?? null,
        ...window,
      }
    },

    /** The same rows once more without us: one COPY from a file into a table of the same shape and primary key. */
    async copy(input) {
      const { runs } = z.object({ runs: z.int() }).parse(input)
      const { database } = await open()
      const { pool } = database
      const { rows: settings } = await pool.query<{ folder: string }>(
        `select current_setting('data_directory') as folder`,
      )
      const file = `${settings[0]?.folder}/bench.copy`
      const inOrderOfArrival = 'select * from billed_lines order by cost_day desc, scope_id, line_item_id'
      await pool.query(`copy (${inOrderOfArrival}) to '${file}'`)
      const { rows } = await pool.query<{ count: number }>('select count(*) as count from billed_lines')
      const seconds: number[] = []
      for (let run = 0; run < runs; run += 1) {
        await pool.query('drop table if exists bare_lines')
        await pool.query('create table bare_lines (like billed_lines including all)')
        const started = performance.now()
        await pool.query(`copy bare_lines from '${file}'`)
        seconds.push((performance.now() - started) / 1_000)
      }
      await pool.query('drop table bare_lines')
      return { rows: rows[0]?.count ?? 0, seconds }
    },
  },
  async () => runtime?.close(),
)
