import { z } from 'zod'
import { actorOf } from '../people/access.ts'
import { type Actor, canSeeTeam, requireAdmin, requireLead, requireTeam, visibleTeams } from '../people/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'
import { conflict, notFound } from '../platform/errors.ts'
import type { App } from '../platform/http/app.ts'
import { IdParams, Problem } from '../platform/http/schemas.ts'
import { CollectionInput, CollectionsQuery, Collection as CollectionView } from './api.ts'
import type { Collection } from './collection.ts'
import type { Collections } from './collections.ts'
import { daysIn, secondsLeft } from './plan.ts'
import { PollingQuery, Polling as PollingView } from './polling/api.ts'
import type { Polls } from './polling/polls.ts'
import { pollingOf } from './polling/view.ts'

export type CollectionRoutesDeps = {
  collections: Collections
  polls: Polls
  db: Db
  clock: Clock
  /** The Korean sentence of a failure. */
  sentence(code: string): string
  /** Starts waiting collections soon; the request does not wait for them. */
  wake(): Promise<void>
}

const List = z.object({ items: z.array(CollectionView) })
const tags = ['collection']

export function collectionRoutes(app: App, deps: CollectionRoutesDeps): void {
  const { collections } = deps
  const viewFor = (actor: Actor) => (collection: Collection) => viewOf(collection, actor, deps)

  app.route({
    method: 'GET',
    url: '/api/collections',
    config: { access: 'signed-in' },
    schema: {
      summary: 'The latest collections',
      tags,
      querystring: CollectionsQuery,
      response: { 200: List, default: Problem },
    },
    handler: async (request) => {
      const actor = actorOf(request)
      const { teamId, state } = request.query
      if (teamId) requireTeam(actor, teamId)
      const found = await collections.list({ teamIds: visibleTeams(actor), teamId, state })
      return { items: found.map(viewFor(actor)) }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/polling',
    config: { access: 'signed-in' },
    schema: {
      summary: "How far each organization's usage is read, and what reading it takes",
      tags,
      querystring: PollingQuery,
      response: { 200: z.object({ items: z.array(PollingView) }), default: Problem },
    },
    handler: async (request) => {
      const actor = actorOf(request)
      const { teamId } = request.query
      if (teamId) requireTeam(actor, teamId)
      const now = async () => deps.clock.now()
      return { items: await pollingOf({ ...deps, now }, actor, teamId) }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/collections/:id',
    config: { access: 'signed-in' },
    schema: { summary: 'One collection', tags, params: IdParams, response: { 200: CollectionView, default: Problem } },
    handler: async (request) => {
      const actor = actorOf(request)
      const collection = await collections.find(request.params.id)
      if (!collection || !isReadFor(actor, collection)) throw notFound('not-found')
      return viewOf(collection, actor, deps)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/collections',
    config: { access: 'signed-in' },
    schema: { summary: 'Collect now', tags, body: CollectionInput, response: { 202: List, default: Problem } },
    handler: async (request, reply) => {
      const actor = actorOf(request)
      requireCollector(actor, request.body.teamId)
      const requested = await collections.request({ ...request.body, requestedBy: actor.name })
      if (requested.length === 0) throw conflict('collection-needs-key')
      await deps.wake()
      return reply.status(202).send({ items: requested.map(viewFor(actor)) })
    },
  })
}

function requireCollector(actor: Actor, teamId: string | undefined): void {
  if (teamId) requireLead(actor, teamId)
  else requireAdmin(actor)
}

function isReadFor(actor: Actor, { teamId, keyTeamIds }: Collection): boolean {
  return [teamId, ...keyTeamIds].some((id) => canSeeTeam(actor, id))
}

/** A reading sums up the whole organization; its amounts are for whoever may see every team that shares it. */
function seesAmounts(actor: Actor, { teamId, concernedTeamIds }: Collection): boolean {
  return [teamId, ...concernedTeamIds].every((id) => canSeeTeam(actor, id))
}

function viewOf(collection: Collection, actor: Actor, deps: CollectionRoutesDeps): z.infer<typeof CollectionView> {
  const { startedAt, daysDone, problemCode } = collection
  const daysTotal = daysIn(collection)
  const seesTeam = canSeeTeam(actor, collection.teamId)
  const cost = seesAmounts(actor, collection) ? collection.cost : null
  const isRunning = collection.state === 'running' && startedAt !== null
  return {
    id: collection.id,
    teamId: seesTeam ? collection.teamId : null,
    teamName: seesTeam ? collection.teamName : null,
    keyLast4: seesTeam ? collection.keyLast4 : '',
    from: collection.from,
    to: collection.to,
    state: collection.state,
    backfill: collection.backfill,
    daysDone,
    daysTotal,
    cost: Object.entries(cost ?? {}).map(([currency, amount]) => ({ currency, amount })),
    changedLines: cost === null ? null : collection.changedLines,
    secondsLeft: isRunning ? secondsLeft({ startedAt, now: deps.clock.now(), daysDone, daysTotal }) : null,
    waitingUntil: collection.waitingUntil?.toISOString() ?? null,
    problem: problemCode ? { code: problemCode, detail: deps.sentence(problemCode) } : null,
    startedAt: (startedAt ?? collection.createdAt).toISOString(),
    finishedAt: collection.finishedAt?.toISOString() ?? null,
  }
}
