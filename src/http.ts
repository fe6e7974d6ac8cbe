import { existsSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import { type AlertRoutesDeps, alertRoutes } from './alerts/index.ts'
import { type Blocking, blockingRoutes } from './blocking/index.ts'
import { blockingErrors } from './blocking/words.ko.ts'
import { type CallRoutesDeps, callErrors, callRoutes, otlpRoutes } from './calls/index.ts'
import { causeRoutes } from './causes/index.ts'
import { type Channels, channelErrors, channelRoutes } from './channels/index.ts'
import { type CollectionRoutesDeps, collectionErrors, collectionRoutes } from './collection/index.ts'
import type { Config } from './config.ts'
import { connectionRoutes, type Gateway } from './gateway/index.ts'
import { ledgerRoutes } from './ledger/index.ts'
import { actionRoutes, type HealthDeps, healthRoutes, operationRoutes } from './operations/index.ts'
import { type OutcomeRoutesDeps, outcomeErrors, outcomeRoutes } from './outcomes/index.ts'
import { authenticate } from './people/access.ts'
import { type People, peopleErrors, peopleRoutes } from './people/index.ts'
import type { Clock } from './platform/clock.ts'
import type { Db } from './platform/db/database.ts'
import { notFound } from './platform/errors.ts'
import { type App, createHttpApp } from './platform/http/app.ts'
import { describeApi } from './platform/http/document.ts'
import { answerOnce } from './platform/http/idempotency.ts'
import { problemOf } from './platform/http/problem.ts'
import { commonErrors, type ErrorWords, sentenceFor } from './platform/http/words.ts'
import type { Jobs } from './platform/jobs/jobs.ts'
import type { Logger } from './platform/log.ts'
import { type Pricing, priceRoutes } from './pricing/index.ts'
import { type ReportsDeps, reportErrors, reportRoutes } from './reports/index.ts'
import { admitProjectKeys, projectKeyOf, type Teams, teamsErrors, teamsRoutes } from './teams/index.ts'
import { type Thresholds, thresholdErrors, thresholdRoutes } from './thresholds/index.ts'

export const words: ErrorWords = {
  ...commonErrors,
  ...peopleErrors,
  ...teamsErrors,
  ...collectionErrors,
  ...callErrors,
  ...outcomeErrors,
  ...blockingErrors,
  ...channelErrors,
  ...reportErrors,
  ...thresholdErrors,
}

/** The Korean sentence of a stable code, for what is stored by code and shown later. */
export const sentence = (code: string): string => sentenceFor(words, code, {})

export type HttpDeps = {
  config: Config
  log: Logger
  clock: Clock
  db: Db
  people: People
  teams: Teams
  calls: CallRoutesDeps['calls']
  outcomes: OutcomeRoutesDeps['outcomes']
  jobs: Jobs
  channels: Channels
  alerts: AlertRoutesDeps
  blocking: Blocking
  collection: Omit<CollectionRoutesDeps, 'sentence' | 'clock' | 'db'>
  pricing: Pricing
  reports: ReportsDeps
  thresholds: Thresholds
  health: HealthDeps
  /** Shared by all processes, kept sealed. */
  secret: string
  version: string
  /** Answers `/openai/v1` before any of these routes are looked at. */
  gateway: Pick<Gateway, 'handle'> | null
}

const WEB_FOLDER = new URL('../dist/web/', import.meta.url)

/** A process without the web role is watched as well: health and metrics, nothing else. */
export async function createHealthHttp({
  config,
  log,
  health,
  gateway,
}: Pick<HttpDeps, 'config' | 'log' | 'health' | 'gateway'>): Promise<App> {
  const { publicUrl, trustProxy, secure } = config
  const app = await createHttpApp({ log, words, publicUrl, trustProxy, secure, first: gateway?.handle })
  healthRoutes(app, health)
  return app
}

/** Mounts every route there is. What may go wrong in them becomes a response in `platform/http/problem.ts` only. */
export async function createHttp(deps: HttpDeps): Promise<App> {
  const { config, log, clock, db } = deps
  const { publicUrl, trustProxy, secure } = config
  const app = await createHttpApp({ log, words, publicUrl, trustProxy, secure, first: deps.gateway?.handle })
  await describeApi(app, { version: deps.version, publicUrl })
  healthRoutes(app, deps.health)
  authenticate(app, deps.people)
  const { projectKeys } = deps.teams
  admitProjectKeys(app, {
    find: (secret) => projectKeys.find(db, secret),
    noteUse: (keyId) => projectKeys.noteUse([{ keyId, at: clock.now() }]),
  })
  answerOnce(app, {
    db,
    clock,
    secret: deps.secret,
    ownerOf: (request) => request.actor?.personId ?? request.projectKey?.id ?? null,
  })
  peopleRoutes(app, deps.people)
  teamsRoutes(app, deps.teams)
  collectionRoutes(app, { ...deps.collection, db, clock, sentence })
  priceRoutes(app, deps.pricing)
  callRoutes(app, {
    db,
    clock,
    sentence,
    calls: deps.calls,
    requireProject: deps.teams.projects.get,
    callerOf: projectKeyOf,
  })
  outcomeRoutes(app, { outcomes: deps.outcomes, sentence, callerOf: projectKeyOf })
  otlpRoutes(app, {
    record: deps.calls.record,
    sentence,
    problemOf: (error, requestId) => problemOf(error, requestId, words),
    callerOf: projectKeyOf,
  })
  connectionRoutes(app, { db, publicUrl })
  ledgerRoutes(app, { db, clock, pricing: deps.pricing, requireProject: deps.teams.projects.get })
  causeRoutes(app, { db, clock })
  alertRoutes(app, deps.alerts)
  reportRoutes(app, deps.reports)
  thresholdRoutes(app, { thresholds: deps.thresholds, sentence })
  actionRoutes(app, { db })
  channelRoutes(app, deps.channels)
  blockingRoutes(app, deps.blocking)
  operationRoutes(app, { jobs: deps.jobs })
  await serveWeb(app)
  return app
}

/** The page for every address that is not an API's: routes of the page are resolved in the browser. */
async function serveWeb(app: App): Promise<void> {
  const isBuilt = existsSync(WEB_FOLDER)
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: WEB_FOLDER,
      // Looked up at each request: pages that are built anew beside a running server are found.
      wildcard: true,
      allowedPath: (path) => isPagePath(path),
      index: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (response, path) => {
        const isHashed = path.includes('/assets/')
        response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  app.setNotFoundHandler(async (request, reply) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const isPage = isRead && isPagePath(request.url) && !request.url.startsWith('/assets/')
    if (!isBuilt || !isPage || request.url.includes('\0')) throw notFound('route-unknown')
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').sendFile('index.html')
  })
}

const MACHINES = /^\/(?:api|otlp|openai)(?:[/?]|$)/

function isPagePath(path: string): boolean {
  return !MACHINES.test(path)
}
