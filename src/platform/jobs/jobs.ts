import { PgBoss } from 'pg-boss'
import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { hideSecrets, type Logger } from '../log.ts'
import { bossDatabase } from './boss-database.ts'
import type { JobDefinition, Trigger } from './job.ts'
import { finishRun, type RecordedRun, recentRuns, startRun } from './store.ts'

export type JobStatus = {
  definition: JobDefinition
  running: boolean
  runs: RecordedRun[]
  nextRunAt: Date | null
}

export type Jobs = ReturnType<typeof createJobs>

const POLL_SECONDS = 2
const STOP_TIMEOUT_MS = 10_000
const LONGEST_DETAIL = 500

/** The queue is pg-boss on our own database: one active run per job over all processes, cron with zones, retries. */
export function createJobs(deps: { database: Database; clock: Clock; log: Logger; works: boolean }) {
  const { database, clock, log, works } = deps
  const definitions = new Map<string, JobDefinition>()
  const workers = new Map<string, string>()
  const boss = new PgBoss({
    db: bossDatabase(database.pool),
    backend: database.kind === 'embedded' ? 'pglite' : 'postgres',
    // A process without workers only puts jobs into the queue; another one runs and watches them.
    supervise: works,
    schedule: works,
    superviseIntervalSeconds: 30,
    openTelemetry: { enabled: false },
    reindex: false,
  })
  let started = false
  const stopping = new AbortController()
  boss.on('error', (error) => log.error({ err: error }, 'job queue'))

  async function runOne(definition: JobDefinition, trigger: Trigger, signal: AbortSignal): Promise<void> {
    const runId = await startRun(database.db, { name: definition.name, trigger, at: clock.now() })
    try {
      const detail = await definition.run({ signal, trigger })
      await finishRun(database.db, { runId, name: definition.name, state: 'done', detail, at: clock.now() })
    } catch (error) {
      log.error({ err: error, job: definition.name }, 'job failed')
      const detail = hideSecrets(error instanceof Error ? error.message : String(error)).slice(0, LONGEST_DETAIL)
      await finishRun(database.db, { runId, name: definition.name, state: 'failed', detail, at: clock.now() })
      throw error
    }
  }

  async function openQueue(definition: JobDefinition): Promise<void> {
    const options = {
      policy: 'singleton',
      expireInSeconds: definition.expireSeconds,
      retryLimit: definition.retries,
      retryDelay: 5,
      retryBackoff: true,
      heartbeatSeconds: 30,
      deleteAfterSeconds: 3 * 24 * 3600,
    } as const
    await boss.createQueue(definition.name, options)
    const { policy: _fixed, ...changeable } = options
    await boss.updateQueue(definition.name, changeable)
  }

  async function startWorker(definition: JobDefinition): Promise<void> {
    if (definition.schedule) {
      const { cron, timeZone } = definition.schedule
      // A 09:00 that passed while the server was off is made up for once, at the next start.
      await boss.schedule(definition.name, cron, { trigger: 'schedule' }, { tz: timeZone, missed: 'once' })
    }
    const worker = await boss.work<{ trigger?: Trigger }>(
      definition.name,
      { pollingIntervalSeconds: POLL_SECONDS, batchSize: 1 },
      async (jobs) => {
        for (const job of jobs)
          await runOne(definition, job.data?.trigger ?? 'system', AbortSignal.any([job.signal, stopping.signal]))
      },
    )
    workers.set(definition.name, worker)
  }

  return {
    define(definition: JobDefinition): void {
      definitions.set(definition.name, definition)
    },

    async start(): Promise<void> {
      await startAlone(database, () => boss.start())
      // Also where nobody works: a person may ask for a run before the first process with workers has started.
      for (const definition of definitions.values()) await openQueue(definition)
      started = true
      if (!works) return
      for (const definition of definitions.values()) await startWorker(definition)
      for (const schedule of await boss.getSchedules()) {
        if (!definitions.has(schedule.name)) await boss.unschedule(schedule.name)
      }
    },

    /** Running jobs are asked to end where they are, and are waited for. */
    async stop(): Promise<void> {
      stopping.abort(new Error('the server is stopping'))
      if (started) await boss.stop({ graceful: true, timeout: STOP_TIMEOUT_MS, close: false })
      started = false
    },

    nextRunAt: (name: string): Date | null => {
      const definition = definitions.get(name)
      return definition ? nextRun(definition) : null
    },

    isStarted: () => started,
    works,

    /** Asks for a run now. A job that is already waiting is not asked for twice. False: there is no such job. */
    async runNow(name: string, trigger: Trigger = 'person'): Promise<boolean> {
      if (!definitions.has(name)) return false
      if (!started) throw new Error('the job queue is not open')
      await boss.send(name, { trigger }, { singletonKey: 'now', singletonSeconds: 1 })
      const worker = workers.get(name)
      if (worker) boss.notifyWorker(worker)
      return true
    },

    async status(): Promise<JobStatus[]> {
      const runs = await recentRuns(database.db)
      return [...definitions.values()].map((definition) => {
        const own = runs.filter((run) => run.name === definition.name)
        return {
          definition,
          runs: own,
          running: own.some((run) => run.state === 'running'),
          nextRunAt: nextRun(definition),
        }
      })
    },
  }

  function nextRun(definition: JobDefinition): Date | null {
    if (!definition.schedule) return null
    const { cron, timeZone } = definition.schedule
    return boss.previewSchedule(cron, { tz: timeZone, from: clock.now(), count: 1 })[0] ?? null
  }
}

const START_LOCK = 7_310_004

/** pg-boss makes its schema at the first start, and two processes that do so at once trip over each other. */
async function startAlone(database: Database, start: () => Promise<unknown>): Promise<void> {
  // The embedded database has one connection and one process: holding it here would wait for itself.
  if (database.kind === 'embedded') {
    await start()
    return
  }
  const client = await database.pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [START_LOCK])
    await start()
  } finally {
    await client.query('select pg_advisory_unlock($1)', [START_LOCK])
    client.release()
  }
}
