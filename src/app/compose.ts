import { readFile } from 'node:fs/promises'
import { measureAlerts } from '../alerts/index.ts'
import { createCalls } from '../calls/index.ts'
import { createCollections, measurePolls, openAiSource } from '../collection/index.ts'
import type { Config } from '../config.ts'
import { measureGateway } from '../gateway/index.ts'
import { createHealthHttp, createHttp, sentence } from '../http.ts'
import { createLedger } from '../ledger/index.ts'
import { measureLimits } from '../limits/index.ts'
import { createMetrics, readiness } from '../operations/index.ts'
import { createOutcomes } from '../outcomes/index.ts'
import { jobActor } from '../people/actor.ts'
import { createPeople, createPeopleDirectory } from '../people/index.ts'
import { pipelineJobs } from '../pipeline.ts'
import { type Clock, systemClock } from '../platform/clock.ts'
import { afterCommit } from '../platform/db/after-commit.ts'
import type { Database, Db } from '../platform/db/database.ts'
import { databaseTime } from '../platform/db/database-time.ts'
import { createJobs } from '../platform/jobs/jobs.ts'
import type { Logger } from '../platform/log.ts'
import { sharedSecret } from '../platform/vault/shared-secret.ts'
import { createVault } from '../platform/vault/vault.ts'
import { createPricing } from '../pricing/index.ts'
import { createOpenAiCosts, createOpenAiKeys } from '../providers/openai/index.ts'
import type { ReportsDeps } from '../reports/index.ts'
import { createMemberships, createTeams } from '../teams/index.ts'
import { createThresholds } from '../thresholds/index.ts'
import { composeAlerts } from './alerts.ts'
import { composeBlocking } from './blocking.ts'
import { composeChannels } from './channels.ts'
import { composeGateway } from './gateway.ts'
import { composePolls } from './polls.ts'

export type Roles = { web: boolean; jobs: boolean; gateway?: boolean }
export type Ground = { config: Config; clock: Clock; log: Logger; roles: Roles; database: Database }
export type Parts = Awaited<ReturnType<typeof compose>>

const DAILY_COLLECTION = 'collect-costs'
const ON_DEMAND_COLLECTION = 'continue-collections'
const POLL = 'poll-usage'

/** Platform becomes features: every dependency between two of them is visible here. */
export async function compose({ config, clock, log, roles, database }: Ground) {
  const { db } = database
  const { masterKey, nextMasterKey, awsEndpointUrl } = config
  const vault = createVault({ db, clock, masterKey, nextKey: nextMasterKey, awsEndpointUrl })
  const jobs = createJobs({ database, clock, log, works: roles.jobs })
  const soon = (job: string) =>
    void jobs.runNow(job, 'system').catch((error) => log.warn({ err: error, job }, 'not started now'))
  // A clock that was handed in is the only one there is. Inside a transaction it is asked there: it may hold the only connection.
  const sharedNow = clock === systemClock ? (on: Db = db) => databaseTime(on) : async () => clock.now()
  const memberships = createMemberships({ db })
  const directory = createPeopleDirectory({ db })
  const channels = composeChannels({ config, database, clock, sharedNow, log, vault, directory })
  const alerts = composeAlerts({ config, db, clock, sharedNow, sentence, channels })
  const secret = await sharedSecret({ db, vault }, 'workspace:session-cookies')
  const people = createPeople({
    database,
    config,
    clock,
    log,
    secret,
    memberships,
    mail: { sends: channels.sendsMail, queue: channels.queueMail, deliverSoon: channels.deliverSoon },
  })
  const pricing = createPricing({ db, clock, onPricesChanged: (tx, change) => ledger.reprice(tx, change) })
  const ledger = createLedger({
    database,
    pricing,
    now: sharedNow,
    onSpendChanged: (tx, change) => thresholds.evaluateSpend(tx, change),
    afterReading() {
      channels.deliverSoon()
      blocking.carryOutSoon()
    },
  })
  const calls = createCalls({ database, clock, sharedNow, pricing, ledger, keptDays: config.callRetentionDays })
  const outcomes = createOutcomes({
    database,
    sharedNow,
    keptDays: config.callRetentionDays,
    project: (actor, id) => teams.projects.get(actor, id),
  })
  const teams = createTeams({
    db,
    clock,
    vault,
    provider: createOpenAiKeys({ clock }),
    openaiBaseUrl: config.openaiBaseUrl,
    allowCustomBaseUrl: config.allowCustomBaseUrl,
    people: directory,
    notify: { keyBroken: alerts.tellKeyBroken },
    onAttributionChanged: ledger.attributionChanged,
    onOrganizationsJoined: (tx, { from }) => ledger.dropOrganization(tx, from),
    async onProjectMoved(tx, moved) {
      await thresholds.followProject(tx, moved)
      await blocking.followProject(tx, moved)
    },
    findCollected: ledger.findCollected,
    onKeyReady: (teamId) => {
      const requested = collections.request({ teamId, requestedBy: jobActor.name })
      requested
        .then(() => {
          soon(ON_DEMAND_COLLECTION)
          soon(POLL)
        })
        .catch((error) => log.error({ err: error }, 'collection not requested'))
    },
  })
  const blocking = composeBlocking({
    config,
    database,
    clock,
    log,
    sharedNow,
    directory,
    teams,
    tell: channels.queue,
    deliverSoon: channels.deliverSoon,
  })
  const thresholds = createThresholds({
    db,
    clock,
    sharedNow,
    async onCrossed(tx, crossings) {
      await alerts.raise(tx, crossings)
      await blocking.intend(tx, crossings)
      await afterCommit(tx, db, blocking.carryOutSoon)
    },
    onOver: alerts.tellOver,
    async onNoData(tx, episodes) {
      await alerts.tellNoData(tx, episodes)
      await blocking.intendWithoutData(tx, episodes)
      await afterCommit(tx, db, blocking.carryOutSoon)
    },
  })
  const source = openAiSource(createOpenAiCosts({ clock }), config.openaiBaseUrl)
  const collections = createCollections({ database, clock, log, ledger, source, keys: teams.keyDesk, sharedNow })
  const polls = composePolls({ config, database, clock, log, ledger, teams, sharedNow, thresholds, blocking })
  const jobbing = {
    alerts,
    collections,
    polls,
    calls,
    outcomes,
    pricing,
    ledger,
    thresholds,
    channels,
    blocking,
    people,
    db,
    clock,
  }
  for (const job of pipelineJobs(jobbing)) jobs.define(job)
  const gateway = roles.gateway ? await composeGateway({ config, db, clock, log, teams, calls, pricing }) : null
  const reports: ReportsDeps = {
    db,
    clock,
    sentence,
    sendsMail: channels.sendsMail,
    nextCollectionAt: () => jobs.nextRunAt(DAILY_COLLECTION),
  }
  const metrics = createMetrics({ jobs, outbox: channels })
  measurePolls(metrics.registry, polls, clock)
  measureAlerts(metrics.registry, alerts, db)
  if (gateway) {
    measureGateway(metrics.registry, gateway)
    measureLimits(metrics.registry, gateway.limits, db)
  }
  const health = {
    readiness: () => readiness({ database, jobs, runsJobs: roles.jobs, clock }),
    metrics,
    people,
  }
  const web = {
    config,
    log,
    clock,
    db,
    people,
    teams,
    calls,
    outcomes,
    pricing,
    jobs,
    channels,
    blocking,
    alerts: { db, acknowledge: thresholds.acknowledge },
    collection: { collections, polls, wake: async () => soon(ON_DEMAND_COLLECTION) },
    reports,
    thresholds,
    health,
    secret,
    version: await versionOf(),
    gateway,
  }
  const http = roles.web ? await createHttp(web) : await createHealthHttp(web)
  return {
    vault,
    jobs,
    channels,
    alerts,
    people,
    pricing,
    ledger,
    calls,
    outcomes,
    teams,
    collections,
    polls,
    thresholds,
    blocking,
    reports,
    gateway,
    http,
  }
}

async function versionOf(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return hasVersion ? String(manifest.version) : 'unknown'
}
