import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createMail } from './channels/index.ts'
import { createCollections, openAiSource } from './collection/index.ts'
import type { Config } from './config.ts'
import { createHealthHttp, createHttp, sentence } from './http.ts'
import { createLedger } from './ledger/index.ts'
import { createMetrics, readiness } from './operations/index.ts'
import { jobActor } from './people/actor.ts'
import { createPeople, createPeopleDirectory } from './people/index.ts'
import { pipelineJobs } from './pipeline.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import { type Database, openEmbeddedDatabase, openPostgres } from './platform/db/database.ts'
import { databaseTime } from './platform/db/database-time.ts'
import { type DirectoryLock, lockDirectory } from './platform/db/directory-lock.ts'
import { migrate, readMigrations } from './platform/db/migrate.ts'
import { createJobs } from './platform/jobs/jobs.ts'
import { createLog, type Logger } from './platform/log.ts'
import { sharedSecret } from './platform/vault/shared-secret.ts'
import { createVault } from './platform/vault/vault.ts'
import { createOpenAiCosts, createOpenAiKeys } from './providers/openai/index.ts'
import type { ReportsDeps } from './reports/index.ts'
import { type BrokenKeyNotice, createMemberships, createTeams } from './teams/index.ts'

export type Roles = { web: boolean; jobs: boolean }
/** `database`: an open one to work on, for tests; it is closed with the runtime. */
export type RuntimeOptions = { clock?: Clock; log?: Logger; roles?: Roles; database?: Database }
export type Runtime = Awaited<ReturnType<typeof openRuntime>>

const DAILY_COLLECTION = 'collect-costs'
const ON_DEMAND_COLLECTION = 'continue-collections'
const DELIVERY = 'deliver-mail'

/** The composition root: configuration → platform → features. Opens everything, starts nothing until `start`. */
export async function openRuntime(config: Config, options: RuntimeOptions = {}) {
  const clock = options.clock ?? systemClock
  const log = options.log ?? createLog(config.logLevel)
  const roles = options.roles ?? { web: true, jobs: true }
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
      ...lifecycle(parts, { config, log, database, lock, roles }),
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

type Ground = { config: Config; clock: Clock; log: Logger; roles: Roles; database: Database }

async function compose({ config, clock, log, roles, database }: Ground) {
  const { db } = database
  const { masterKey, nextMasterKey, awsEndpointUrl } = config
  const vault = createVault({ db, clock, masterKey, nextKey: nextMasterKey, awsEndpointUrl })
  const jobs = createJobs({ database, clock, log, works: roles.jobs })
  const soon = (job: string) =>
    void jobs.runNow(job, 'system').catch((error) => log.warn({ err: error, job }, 'not started now'))
  const mail = createMail({ database, clock, log, smtpUrl: config.smtpUrl, from: config.mailFrom })
  const memberships = createMemberships({ db })
  const directory = createPeopleDirectory({ db })
  const secret = await sharedSecret({ db, vault }, 'workspace:session-cookies')
  const people = createPeople({
    database,
    config,
    clock,
    log,
    secret,
    memberships,
    mail: { sends: mail.sends, queue: mail.queue, deliverSoon: () => mail.sends && soon(DELIVERY) },
  })
  const ledger = createLedger({ database })
  const teams = createTeams({
    db,
    clock,
    vault,
    provider: createOpenAiKeys({ clock }),
    openaiBaseUrl: config.openaiBaseUrl,
    allowCustomBaseUrl: config.allowCustomBaseUrl,
    people: directory,
    notify: {
      async keyBroken(tx, notice) {
        const link = `${config.publicUrl}/teams/${notice.teamId}/settings`
        for (const { email } of await directory.adminsAnd(tx, notice.leadIds)) {
          await mail.queue(tx, { ...brokenKeyMessage(notice), to: email, link })
        }
      },
    },
    onAttributionChanged: ledger.attributionChanged,
    onOrganizationsJoined: (tx, { from }) => ledger.dropOrganization(tx, from),
    findCollected: ledger.findCollected,
    onKeyReady: (teamId) => {
      const requested = collections.request({ teamId, requestedBy: jobActor.name })
      requested
        .then(() => soon(ON_DEMAND_COLLECTION))
        .catch((error) => log.error({ err: error }, 'collection not requested'))
    },
  })
  // A clock that was handed in is the only one there is.
  const sharedNow = clock === systemClock ? () => databaseTime(db) : async () => clock.now()
  const source = openAiSource(createOpenAiCosts({ clock }), config.openaiBaseUrl)
  const collections = createCollections({ database, clock, log, ledger, source, keys: teams.keyDesk, sharedNow })
  for (const job of pipelineJobs({ collections, mail, people, db, clock })) jobs.define(job)
  const reports: ReportsDeps = {
    db,
    clock,
    sentence,
    sendsMail: mail.sends,
    nextCollectionAt: () => jobs.nextRunAt(DAILY_COLLECTION),
  }
  const health = {
    readiness: () => readiness({ database, jobs, runsJobs: roles.jobs, clock }),
    metrics: createMetrics({ jobs }),
    people,
  }
  const web = {
    config,
    log,
    clock,
    db,
    people,
    teams,
    jobs,
    mails: mail,
    collection: { collections, wake: async () => soon(ON_DEMAND_COLLECTION) },
    reports,
    health,
    secret,
    version: await versionOf(),
  }
  const http = roles.web ? await createHttp(web) : await createHealthHttp(web)
  return { vault, jobs, mail, people, ledger, teams, collections, reports, http }
}

type Parts = Awaited<ReturnType<typeof compose>>
type Shell = { config: Config; log: Logger; database: Database; lock: DirectoryLock | null; roles: Roles }

function lifecycle({ http, jobs, people }: Parts, { config, log, database, lock, roles }: Shell) {
  return {
    /** Starts the jobs and listens, without the web role for health and metrics only; answers with the address. */
    async start(): Promise<string> {
      await jobs.start()
      const address = await http.listen({ port: config.port, host: config.host })
      if (roles.web) await people.announceSetupCode()
      return address
    },

    /** Stops taking work, lets running jobs end, then closes the database. Nothing acknowledged is lost. */
    async close(): Promise<void> {
      await http.close()
      await jobs.stop().catch((error) => log.warn({ err: error }, 'jobs did not stop in time'))
      await database.close()
      await lock?.release()
    },
  }
}

function brokenKeyMessage({ teamName, last4, detail }: BrokenKeyNotice) {
  return { kind: 'key-broken' as const, teamName, last4, detail }
}

async function versionOf(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return hasVersion ? String(manifest.version) : 'unknown'
}
