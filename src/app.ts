import { join } from 'node:path'
import { compose, type Parts, type Roles } from './app/compose.ts'
import type { Config } from './config.ts'
import { type Clock, SECOND, systemClock } from './platform/clock.ts'
import { type Database, openEmbeddedDatabase, openPostgres } from './platform/db/database.ts'
import { type DirectoryLock, lockDirectory } from './platform/db/directory-lock.ts'
import { migrate, readMigrations } from './platform/db/migrate.ts'
import { createLog, type Logger } from './platform/log.ts'

export type { Roles } from './app/compose.ts'
/** `database`: an open one to work on, for tests; it is closed with the runtime. */
export type RuntimeOptions = {
  clock?: Clock
  log?: Logger
  roles?: Roles
  database?: Database
  /** How long a stop waits for requests of pages and scripts. */
  lastAnswersMs?: number
}
export type Runtime = Awaited<ReturnType<typeof openRuntime>>

/** A request that never arrives whole must not hold up a stop; the longest answer of ours takes less. */
const LAST_ANSWERS_MS = 30 * SECOND

/** The composition root: configuration → platform → features. Opens everything, starts nothing until `start`. */
export async function openRuntime(config: Config, options: RuntimeOptions = {}) {
  const clock = options.clock ?? systemClock
  const log = options.log ?? createLog(config.logLevel)
  const { roles = { web: true, jobs: true, gateway: true }, lastAnswersMs = LAST_ANSWERS_MS } = options
  const { database, lock } = options.database ? { database: options.database, lock: null } : await openDatabase(config)
  try {
    await migrate(database.pool, await readMigrations())
    const parts = await compose({ config, clock, log, roles, database })
    return {
      ...parts,
      config,
      clock,
      log,
      database,
      lock,
      roles,
      ...lifecycle(parts, { config, log, database, lock, roles, lastAnswersMs }),
    }
  } catch (error) {
    await database.close()
    await lock?.release()
    throw error
  }
}

/** The embedded database belongs to one process: it is locked before a byte of it is read. */
export async function openDatabase(config: Config): Promise<{ database: Database; lock: DirectoryLock | null }> {
  if (config.databaseUrl) return { database: await openPostgres(config.databaseUrl), lock: null }
  const lock = await lockDirectory(config.dataDir)
  try {
    return { database: await openEmbeddedDatabase({ directory: join(config.dataDir, 'database') }), lock }
  } catch (error) {
    await lock.release()
    throw error
  }
}

type Shell = {
  config: Config
  log: Logger
  database: Database
  lock: DirectoryLock | null
  roles: Roles
  lastAnswersMs: number
}

function lifecycle(
  { http, jobs, people, channels, blocking, gateway, calls, outcomes }: Parts,
  { config, log, database, lock, roles, lastAnswersMs }: Shell,
) {
  return {
    /** Starts the jobs and listens, without the web role for health and metrics only; answers with the address. */
    async start(): Promise<string> {
      await channels.takeOver()
      await blocking.takeOver()
      await jobs.start()
      await gateway?.start()
      const address = await http.listen({ port: config.port, host: config.host })
      if (roles.web) await people.announceSetupCode()
      return address
    },

    /** Stops taking work, lets running jobs end, then closes the database. Nothing acknowledged is lost. */
    async close(): Promise<void> {
      const closed = http.close()
      await gateway?.drain()
      const cut = setTimeout(() => http.server.closeAllConnections(), lastAnswersMs)
      await closed
      clearTimeout(cut)
      await jobs.stop().catch((error) => log.warn({ err: error }, 'jobs did not stop in time'))
      await blocking.stop()
      await channels.close()
      await gateway?.stop()
      await calls.close()
      await outcomes.close()
      await database.close()
      await lock?.release()
    },
  }
}
