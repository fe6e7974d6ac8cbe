import { actorOf } from '../../people/access.ts'
import type { App } from '../../platform/http/app.ts'
import { IdParams, Problem } from '../../platform/http/schemas.ts'
import { Project, ProjectChange, ProjectInput, ProjectMove } from '../api.ts'
import type { Teams } from '../create-teams.ts'

const tags = ['projects']
const config = { access: 'signed-in' } as const
const response = { 200: Project, default: Problem }

export function projectRoutes(app: App, { projects }: Teams): void {
  app.route({
    method: 'POST',
    url: '/api/projects',
    config,
    schema: { summary: 'Create a project', tags, body: ProjectInput, response: { 201: Project, default: Problem } },
    handler: async (request, reply) => reply.status(201).send(await projects.create(actorOf(request), request.body)),
  })

  app.route({
    method: 'GET',
    url: '/api/projects/:id',
    config,
    schema: { summary: 'A project', tags, params: IdParams, response },
    handler: async (request) => projects.get(actorOf(request), request.params.id),
  })

  app.route({
    method: 'PATCH',
    url: '/api/projects/:id',
    config,
    schema: { summary: 'Rename a project', tags, params: IdParams, body: ProjectChange, response },
    handler: async (request) => projects.rename(actorOf(request), request.params.id, request.body.name),
  })

  app.route({
    method: 'POST',
    url: '/api/projects/:id/archive',
    config,
    schema: {
      summary: 'Archive a project and end its bindings',
      description: 'Its history stays; later costs of its Project IDs are unattributed and visible.',
      tags,
      params: IdParams,
      response,
    },
    handler: async (request) => projects.archive(actorOf(request), request.params.id),
  })

  app.route({
    method: 'POST',
    url: '/api/projects/:id/restore',
    config,
    schema: { summary: 'Restore an archived project', tags, params: IdParams, response },
    handler: async (request) => projects.restore(actorOf(request), request.params.id),
  })

  app.route({
    method: 'POST',
    url: '/api/projects/:id/move',
    config: { access: 'admin' },
    schema: {
      summary: 'Move a project to another team',
      description: "From today's cost day on; earlier days stay with the former team.",
      tags,
      params: IdParams,
      body: ProjectMove,
      response,
    },
    handler: async (request) => projects.move(actorOf(request), request.params.id, request.body),
  })
}
