import { z } from 'zod'
import { actorOf } from '../../people/access.ts'
import type { App } from '../../platform/http/app.ts'
import { IdParams, Problem } from '../../platform/http/schemas.ts'
import type { Teams } from '../create-teams.ts'
import {
  NewProjectKey,
  ProjectKey,
  ProjectKeyChange,
  ProjectKeyInput,
  ProjectKeyRevocation,
} from '../project-keys/api.ts'

const tags = ['project-keys']
const config = { access: 'signed-in' } as const
const response = { 200: ProjectKey, default: Problem }

export function projectKeyRoutes(app: App, { projectKeys }: Teams): void {
  app.route({
    method: 'GET',
    url: '/api/projects/:id/keys',
    config,
    schema: {
      summary: 'The project keys that programs of a project call with',
      description: 'Those that work first; never more of a secret than its last four characters.',
      tags,
      params: IdParams,
      response: { 200: z.object({ items: z.array(ProjectKey) }), default: Problem },
    },
    handler: async (request) => ({ items: await projectKeys.list(actorOf(request), request.params.id) }),
  })

  app.route({
    method: 'POST',
    url: '/api/projects/:id/keys',
    config: { access: 'signed-in', answerIsSecret: true },
    schema: {
      summary: 'Create a project key',
      description: 'The secret is in this answer only: repeated with the same Idempotency-Key, it is not shown again.',
      tags,
      params: IdParams,
      body: ProjectKeyInput,
      response: { 201: NewProjectKey, default: Problem },
    },
    handler: async (request, reply) => {
      const { name, expiresInDays } = request.body
      const asked = { name, expiresAt: projectKeys.endAfter(expiresInDays) }
      const { key, secret } = await projectKeys.create(actorOf(request), request.params.id, asked)
      return reply
        .status(201)
        .header('cache-control', 'no-store')
        .send({ ...key, secret })
    },
  })

  app.route({
    method: 'PATCH',
    url: '/api/project-keys/:id',
    config,
    schema: { summary: 'Rename a project key', tags, params: IdParams, body: ProjectKeyChange, response },
    handler: async (request) => projectKeys.rename(actorOf(request), request.params.id, request.body.name),
  })

  app.route({
    method: 'POST',
    url: '/api/project-keys/:id/revoke',
    config,
    schema: {
      summary: 'Revoke a project key for good',
      description: 'Within a second no gateway takes it any more. Calls that were recorded with it stay.',
      tags,
      params: IdParams,
      body: ProjectKeyRevocation,
      response,
    },
    handler: async (request) => projectKeys.revoke(actorOf(request), request.params.id, request.body.reason),
  })
}
