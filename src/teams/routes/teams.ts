import { z } from 'zod'
import { actorOf } from '../../people/access.ts'
import type { App } from '../../platform/http/app.ts'
import { IdParams, Problem } from '../../platform/http/schemas.ts'
import { Team, TeamInput } from '../api.ts'
import type { Teams } from '../create-teams.ts'

const tags = ['teams']
const response = { 200: Team, default: Problem }
const signedIn = { access: 'signed-in' } as const
const admin = { access: 'admin' } as const
const TeamsQuery = z.object({ archived: z.enum(['true', 'false']).default('false') })

export function teamRoutes(app: App, { teams }: Teams): void {
  app.route({
    method: 'GET',
    url: '/api/teams',
    config: signedIn,
    schema: {
      summary: 'Your teams; all teams for admins',
      tags,
      querystring: TeamsQuery,
      response: { 200: z.object({ items: z.array(Team) }), default: Problem },
    },
    handler: async (request) => ({ items: await teams.list(actorOf(request), request.query.archived === 'true') }),
  })

  app.route({
    method: 'POST',
    url: '/api/teams',
    config: admin,
    schema: { summary: 'Create a team', tags, body: TeamInput, response: { 201: Team, default: Problem } },
    handler: async (request, reply) => reply.status(201).send(await teams.create(actorOf(request), request.body.name)),
  })

  app.route({
    method: 'GET',
    url: '/api/teams/:id',
    config: signedIn,
    schema: { summary: 'A team with its Admin keys', tags, params: IdParams, response },
    handler: async (request) => teams.get(actorOf(request), request.params.id),
  })

  app.route({
    method: 'PATCH',
    url: '/api/teams/:id',
    config: signedIn,
    schema: {
      summary: 'Rename a team',
      description: 'Admins and leads.',
      tags,
      params: IdParams,
      body: TeamInput,
      response,
    },
    handler: async (request) => teams.rename(actorOf(request), request.params.id, request.body.name),
  })

  app.route({
    method: 'POST',
    url: '/api/teams/:id/archive',
    config: admin,
    schema: {
      summary: 'Archive a team and set its keys aside',
      description: '409 while it has projects in use.',
      tags,
      params: IdParams,
      response,
    },
    handler: async (request) => teams.archive(actorOf(request), request.params.id),
  })

  app.route({
    method: 'POST',
    url: '/api/teams/:id/restore',
    config: admin,
    schema: { summary: 'Restore an archived team', tags, params: IdParams, response },
    handler: async (request) => teams.restore(actorOf(request), request.params.id),
  })
}
