import { actorOf } from '../../people/access.ts'
import type { App } from '../../platform/http/app.ts'
import { IdParams, Problem } from '../../platform/http/schemas.ts'
import { AdminKey, AdminKeyInput, AdminKeyStateInput, AdminKeyTest } from '../api.ts'
import type { Teams } from '../create-teams.ts'

const tags = ['admin-keys']
const config = { access: 'signed-in' } as const
const response = { 200: AdminKey, default: Problem }

export function adminKeyRoutes(app: App, { adminKeys }: Teams): void {
  app.route({
    method: 'POST',
    url: '/api/teams/:id/admin-keys',
    config,
    schema: {
      summary: 'Register an OpenAI Admin key',
      description: 'Checked live before it is stored, encrypted; only the last four characters are ever shown again.',
      tags,
      params: IdParams,
      body: AdminKeyInput,
      response: { 201: AdminKey, default: Problem },
    },
    handler: async (request, reply) =>
      reply.status(201).send(await adminKeys.register(actorOf(request), request.params.id, request.body)),
  })

  app.route({
    method: 'GET',
    url: '/api/admin-keys/:id',
    config,
    schema: { summary: 'An Admin key', tags, params: IdParams, response },
    handler: async (request) => adminKeys.get(actorOf(request), request.params.id),
  })

  app.route({
    method: 'POST',
    url: '/api/admin-keys/:id/test',
    config,
    schema: {
      summary: 'Test an Admin key now',
      tags,
      params: IdParams,
      response: { 200: AdminKeyTest, default: Problem },
    },
    handler: async (request) => adminKeys.test(actorOf(request), request.params.id),
  })

  app.route({
    method: 'PUT',
    url: '/api/admin-keys/:id',
    config,
    schema: {
      summary: 'Replace an Admin key',
      description: 'By one of the same organization: 409 otherwise.',
      tags,
      params: IdParams,
      body: AdminKeyInput,
      response,
    },
    handler: async (request) => adminKeys.replace(actorOf(request), request.params.id, request.body),
  })

  app.route({
    method: 'POST',
    url: '/api/admin-keys/:id/deactivate',
    config,
    schema: {
      summary: 'Stop collecting with an Admin key',
      description: 'Stops no traffic at OpenAI: an Admin key makes no inference calls.',
      tags,
      params: IdParams,
      body: AdminKeyStateInput,
      response,
    },
    handler: async (request) => adminKeys.deactivate(actorOf(request), request.params.id, request.body.reason),
  })

  app.route({
    method: 'POST',
    url: '/api/admin-keys/:id/reactivate',
    config,
    schema: {
      summary: 'Collect with an Admin key again, after a live check',
      tags,
      params: IdParams,
      body: AdminKeyStateInput,
      response,
    },
    handler: async (request) => adminKeys.reactivate(actorOf(request), request.params.id, request.body.reason),
  })
}
