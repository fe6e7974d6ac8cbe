import type { FastifyRequest } from 'fastify'
import { actorOf } from '../people/access.ts'
import type { App } from '../platform/http/app.ts'
import { Empty, IdParams, Problem } from '../platform/http/schemas.ts'
import * as api from './api.ts'
import type { Outcomes } from './create-outcomes.ts'
import { fileRoutes } from './csv/routes.ts'

export type OutcomeRoutesDeps = {
  outcomes: Outcomes
  sentence(code: string): string
  /** The project key that the request was let in by. */
  callerOf(request: FastifyRequest): { id: string; projectId: string }
}

/** 1,000 outcomes with long texts. */
const BODY_LIMIT_BYTES = 16 * 1024 * 1024
const tags = ['outcomes']
const config = { access: 'signed-in' } as const
const url = '/api/projects/:id/outcomes'

export function outcomeRoutes(app: App, { outcomes, sentence, callerOf }: OutcomeRoutesDeps): void {
  app.route({
    method: 'POST',
    url: '/api/outcomes',
    config: { access: 'project-key' },
    bodyLimit: BODY_LIMIT_BYTES,
    schema: {
      summary: 'Records up to 1,000 outcomes of the project that the key belongs to; each is answered by itself',
      tags,
      body: api.OutcomesInput,
      response: { 200: api.RecordedOutcomes, default: Problem },
    },
    handler: async (request) => answered(await outcomes.record(callerOf(request), request.body.outcomes, sentence)),
  })

  app.route({
    method: 'POST',
    url,
    config,
    bodyLimit: BODY_LIMIT_BYTES,
    schema: {
      summary:
        'The same for people: everybody who sees the project enters what is new, its leads replace what is known',
      tags,
      params: IdParams,
      body: api.EnterInput,
      response: { 200: api.RecordedOutcomes, default: Problem },
    },
    handler: async (request) =>
      answered(await outcomes.enter(actorOf(request), request.params.id, request.body, sentence)),
  })

  app.route({
    method: 'GET',
    url,
    config,
    schema: {
      summary: 'What counts per cost day and task, the newest day first',
      tags,
      params: IdParams,
      querystring: api.DaysQuery,
      response: { 200: api.DaysPage, default: Problem },
    },
    handler: async (request) => outcomes.days(actorOf(request), request.params.id, request.query),
  })

  app.route({
    method: 'GET',
    url: `${url}/singles`,
    config,
    schema: {
      summary: 'Single outcomes, the newest first',
      tags,
      params: IdParams,
      querystring: api.OfDayQuery,
      response: { 200: api.SinglesPage, default: Problem },
    },
    handler: async (request) => outcomes.singles(actorOf(request), request.params.id, request.query),
  })

  app.route({
    method: 'GET',
    url: `${url}/changes`,
    config,
    schema: {
      summary: 'What was replaced or removed: by whom, when, why, before and after',
      tags,
      params: IdParams,
      querystring: api.OfDayQuery,
      response: { 200: api.ChangesPage, default: Problem },
    },
    handler: async (request) => outcomes.changes(actorOf(request), request.params.id, request.query),
  })

  app.route({
    method: 'PUT',
    url: `${url}/scale`,
    config,
    schema: {
      summary: 'Choose the scale on which feedback is shown; what was recorded stays as it is',
      tags,
      params: IdParams,
      body: api.ScaleInput,
      response: { 200: api.ScaleView, default: Problem },
    },
    handler: async (request) => outcomes.chooseScale(actorOf(request), request.params.id, request.body),
  })

  app.route({
    method: 'PATCH',
    url: `${url}/totals/:totalId`,
    config,
    schema: {
      summary: 'Correct the total of a day',
      tags,
      params: api.TotalParams,
      body: api.TotalCorrection,
      response: { 204: Empty, default: Problem },
    },
    handler: async (request, reply) => {
      const { id, totalId } = request.params
      await outcomes.correctTotal(actorOf(request), id, totalId, request.body)
      return reply.status(204).send(null)
    },
  })

  app.route({
    method: 'DELETE',
    url: `${url}/totals/:totalId`,
    config,
    schema: {
      summary: 'Remove the total of a day; its single outcomes, if there are any, count again',
      tags,
      params: api.TotalParams,
      querystring: api.RemovalQuery,
      response: { 204: Empty, default: Problem },
    },
    handler: async (request, reply) => {
      const { id, totalId } = request.params
      await outcomes.removeTotal(actorOf(request), id, totalId, request.query.reason)
      return reply.status(204).send(null)
    },
  })

  app.route({
    method: 'PATCH',
    url: `${url}/singles/:outcomeId`,
    config,
    schema: {
      summary: 'Correct a single outcome',
      tags,
      params: api.SingleParams,
      body: api.SingleCorrection,
      response: { 204: Empty, default: Problem },
    },
    handler: async (request, reply) => {
      const { id, outcomeId } = request.params
      await outcomes.correctSingle(actorOf(request), id, outcomeId, request.body)
      return reply.status(204).send(null)
    },
  })

  app.route({
    method: 'DELETE',
    url: `${url}/singles/:outcomeId`,
    config,
    schema: {
      summary: 'Remove a single outcome; when it is sent again it is refused',
      tags,
      params: api.SingleParams,
      querystring: api.RemovalQuery,
      response: { 204: Empty, default: Problem },
    },
    handler: async (request, reply) => {
      const { id, outcomeId } = request.params
      await outcomes.removeSingle(actorOf(request), id, outcomeId, request.query.reason)
      return reply.status(204).send(null)
    },
  })

  fileRoutes(app, outcomes.files)
}

function answered(items: api.OutcomeAnswer[]): api.RecordedOutcomes {
  const count = (wanted: api.OutcomeAnswer['result']) => items.filter(({ result }) => result === wanted).length
  return {
    stored: count('stored'),
    replaced: count('replaced'),
    duplicates: count('duplicate'),
    refused: count('refused'),
    items,
  }
}
