import { z } from 'zod'
import { actorOf } from '../people/access.ts'
import type { App } from '../platform/http/app.ts'
import { IdParams, Problem } from '../platform/http/schemas.ts'
import {
  BulkInput,
  BulkResult,
  PauseInput,
  PeriodParams,
  ProjectThresholds,
  RaiseInput,
  RemovalQuery,
  ThresholdInput,
  ThresholdTable,
} from './api.ts'
import type { Thresholds } from './create-thresholds.ts'

export type ThresholdRoutesDeps = { thresholds: Thresholds; sentence(code: string): string }

const tags = ['thresholds']
const config = { access: 'signed-in' } as const
const response = { 200: ProjectThresholds, default: Problem }
const url = '/api/projects/:id/thresholds/:period'
const params = PeriodParams

export function thresholdRoutes(app: App, { thresholds, sentence }: ThresholdRoutesDeps): void {
  app.route({
    method: 'GET',
    url: '/api/projects/:id/thresholds',
    config,
    schema: {
      summary: 'Thresholds of a project: state, spent, left, when they reset, and a suggestion',
      tags,
      params: IdParams,
      response,
    },
    handler: async (request) => thresholds.ofProject(actorOf(request), request.params.id),
  })

  app.route({
    method: 'PUT',
    url,
    config,
    schema: {
      summary: 'Set a threshold',
      description:
        'Judged at once: a lowered limit crosses what it now crosses, a raised one arms what lies above the spend.',
      tags,
      params,
      body: ThresholdInput,
      response,
    },
    handler: async (request) => {
      const [actor, { id, period }] = [actorOf(request), request.params]
      await thresholds.set(actor, id, period, request.body)
      return thresholds.ofProject(actor, id)
    },
  })

  app.route({
    method: 'DELETE',
    url,
    config,
    schema: { summary: 'Remove a threshold', tags, params, querystring: RemovalQuery, response },
    handler: async (request) => {
      const [actor, { id, period }] = [actorOf(request), request.params]
      await thresholds.remove(actor, id, period, request.query.reason)
      return thresholds.ofProject(actor, id)
    },
  })

  app.route({
    method: 'POST',
    url: `${url}/raise`,
    config,
    schema: {
      summary: 'Raise the limit for the rest of the period',
      description: 'The base is not touched; the next period begins with it.',
      tags,
      params,
      body: RaiseInput,
      response,
    },
    handler: async (request) => {
      const [actor, { id, period }] = [actorOf(request), request.params]
      await thresholds.raise(actor, id, period, request.body)
      return thresholds.ofProject(actor, id)
    },
  })

  app.route({
    method: 'DELETE',
    url: `${url}/raise`,
    config,
    schema: { summary: 'Take a raise back at once', tags, params, response },
    handler: async (request) => {
      const [actor, { id, period }] = [actorOf(request), request.params]
      await thresholds.endRaise(actor, id, period)
      return thresholds.ofProject(actor, id)
    },
  })

  app.route({
    method: 'POST',
    url: `${url}/pause`,
    config,
    schema: {
      summary: 'Pause a threshold until an instant, or end its pause',
      tags,
      params,
      body: PauseInput,
      response,
    },
    handler: async (request) => {
      const [actor, { id, period }] = [actorOf(request), request.params]
      const { until, reason } = request.body
      await thresholds.pause(actor, id, period, { until: until === null ? null : new Date(until), reason })
      return thresholds.ofProject(actor, id)
    },
  })

  app.route({
    method: 'GET',
    url: '/api/teams/:id/thresholds',
    config,
    schema: {
      summary: 'Thresholds of all projects of a team',
      tags,
      params: IdParams,
      response: { 200: ThresholdTable, default: Problem },
    },
    handler: async (request) => thresholds.ofTeam(actorOf(request), request.params.id),
  })

  app.route({
    method: 'PUT',
    url: '/api/teams/:id/thresholds',
    config,
    schema: {
      summary: 'Set many thresholds of a team',
      description: 'Each row gets its own answer; the good ones are set even if others are refused.',
      tags,
      params: IdParams,
      body: BulkInput,
      response: { 200: z.object({ items: z.array(BulkResult) }), default: Problem },
    },
    handler: async (request) => {
      const { items, reason } = request.body
      const rows = items.map((item) => ({ ...item, reason }))
      const results = await thresholds.setMany(actorOf(request), request.params.id, rows)
      return { items: results.map((row) => ({ ...row, detail: row.code === null ? '' : sentence(row.code) })) }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/thresholds',
    config: { access: 'admin' },
    schema: {
      summary: 'Thresholds of all projects of the workspace',
      tags,
      response: { 200: ThresholdTable, default: Problem },
    },
    handler: async () => thresholds.all(),
  })
}
