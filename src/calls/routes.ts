import type { FastifyRequest } from 'fastify'
import { actorOf } from '../people/access.ts'
import { type Actor, visibleTeams } from '../people/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/db/database.ts'
import { invalid, notFound } from '../platform/errors.ts'
import type { App } from '../platform/http/app.ts'
import { IdParams, Problem } from '../platform/http/schemas.ts'
import { cursorOf, readAddress, readCursor } from './address.ts'
import {
  CallChoices,
  CallChoicesQuery,
  CallDetail,
  CallParams,
  CallsInput,
  CallsPage,
  CallsQuery,
  RecordedCalls,
} from './api.ts'
import { detailOf, viewOf } from './call-view.ts'
import type { Calls } from './create-calls.ts'
import { callChoices } from './store/choices.ts'
import { findCall, listCalls } from './store/list.ts'
import { type Caller, takeCalls } from './take-calls.ts'

export type CallRoutesDeps = {
  db: Db
  clock: Clock
  calls: Pick<Calls, 'record' | 'firstKept'>
  sentence(code: string): string
  /** Throws where the project does not exist for the actor. */
  requireProject(actor: Actor, projectId: string): Promise<unknown>
  /** The project key that the request was let in by. */
  callerOf(request: FastifyRequest): Caller
}

/** 1,000 calls with long texts. */
const BODY_LIMIT_BYTES = 16 * 1024 * 1024

export function callRoutes(app: App, deps: CallRoutesDeps): void {
  const { db, clock, calls, requireProject } = deps

  app.route({
    method: 'POST',
    url: '/api/calls',
    config: { access: 'project-key' },
    bodyLimit: BODY_LIMIT_BYTES,
    schema: {
      summary: 'Records up to 1,000 calls of the project that the key belongs to; each is answered by itself',
      tags: ['calls'],
      body: CallsInput,
      response: { 200: RecordedCalls, default: Problem },
    },
    handler: async (request) => {
      const taken = takeCalls(request.body.calls, deps.callerOf(request), clock.now(), deps.sentence)
      const items = taken.answers(await calls.record(taken.records))
      const count = (wanted: (typeof items)[number]['result']) => items.filter(({ result }) => result === wanted).length
      return {
        stored: count('stored'),
        merged: count('merged'),
        duplicates: count('duplicate'),
        refused: count('refused'),
        items,
      }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/projects/:id/calls',
    config: { access: 'signed-in' },
    schema: {
      summary: 'Single calls of a project, the newest first',
      tags: ['calls'],
      params: IdParams,
      querystring: CallsQuery,
      response: { 200: CallsPage, default: Problem },
    },
    handler: async (request) => {
      const actor = actorOf(request)
      const { id: projectId } = request.params
      await requireProject(actor, projectId)
      const { cursor, limit, unpriced, ...filter } = request.query
      const after = cursor === undefined ? null : readCursor(cursor)
      if (cursor !== undefined && after === null) throw invalid('cursor-invalid')
      const rows = await listCalls(
        db,
        { projectId, teamIds: visibleTeams(actor) },
        { ...filter, unpriced: unpriced === undefined ? undefined : unpriced === 'true' },
        { after, limit: limit + 1 },
      )
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return { items: page.map(viewOf), nextCursor: rows.length > limit && last ? cursorOf(last) : null }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/projects/:id/call-choices',
    config: { access: 'signed-in' },
    schema: {
      summary: 'What the calls of a project can be filtered by',
      tags: ['calls'],
      params: IdParams,
      querystring: CallChoicesQuery,
      response: { 200: CallChoices, default: Problem },
    },
    handler: async (request) => {
      const actor = actorOf(request)
      const { id: projectId } = request.params
      await requireProject(actor, projectId)
      const choices = await callChoices(db, { projectId, teamIds: visibleTeams(actor) }, request.query)
      return { ...choices, keptFrom: deps.calls.firstKept() }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/projects/:id/calls/:callId',
    config: { access: 'signed-in' },
    schema: {
      summary: 'One call with everything that is known of it; prompts and answers are never kept',
      tags: ['calls'],
      params: CallParams,
      response: { 200: CallDetail, default: Problem },
    },
    handler: async (request) => {
      const { id: projectId, callId } = request.params
      const actor = actorOf(request)
      await requireProject(actor, projectId)
      const address = readAddress(callId)
      const row = address && (await findCall(db, { projectId, teamIds: visibleTeams(actor) }, address))
      if (!row) throw notFound('not-found')
      return detailOf(row)
    },
  })
}
