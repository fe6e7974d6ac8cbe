import { z } from 'zod'
import { actorOf } from '../../people/access.ts'
import type { App } from '../../platform/http/app.ts'
import { Empty, Id, IdParams, Problem } from '../../platform/http/schemas.ts'
import { TeamMember, TeamMemberInput } from '../api.ts'
import type { Teams } from '../create-teams.ts'

const tags = ['teams']
const config = { access: 'signed-in' } as const
const PersonId = z
  .string()
  .max(100)
  .regex(/^[\w-]+$/)
const MemberParams = z.object({ id: Id, personId: PersonId })

export function memberRoutes(app: App, { members }: Teams): void {
  app.route({
    method: 'GET',
    url: '/api/teams/:id/members',
    config,
    schema: {
      summary: 'Members of a team',
      tags,
      params: IdParams,
      response: { 200: z.object({ items: z.array(TeamMember) }), default: Problem },
    },
    handler: async (request) => ({ items: await members.list(actorOf(request), request.params.id) }),
  })

  app.route({
    method: 'PUT',
    url: '/api/teams/:id/members/:personId',
    config,
    schema: {
      summary: 'Add a person to a team or change the role',
      description: 'Admins and leads.',
      tags,
      params: MemberParams,
      body: TeamMemberInput,
      response: { 200: TeamMember, default: Problem },
    },
    handler: async (request) => {
      const { id, personId } = request.params
      return members.put(actorOf(request), id, personId, request.body.role)
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/teams/:id/members/:personId',
    config,
    schema: {
      summary: 'Remove a person from a team',
      description: 'Admins and leads.',
      tags,
      params: MemberParams,
      response: { 204: Empty, default: Problem },
    },
    handler: async (request, reply) => {
      await members.remove(actorOf(request), request.params.id, request.params.personId)
      return reply.status(204).send(null)
    },
  })
}
