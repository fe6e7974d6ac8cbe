import type { App } from '../../platform/http/app.ts'
import { Empty, IdParams, Problem } from '../../platform/http/schemas.ts'
import { actorOf, sessionOf } from '../access.ts'
import { NewToken, Token, TokenInput } from '../api.ts'
import type { People } from '../people.ts'
import { itemsOf } from './items-of.ts'

const tags = ['people']

export function tokenRoutes(app: App, people: People): void {
  app.get(
    '/api/me/tokens',
    {
      config: { access: 'signed-in' },
      schema: { summary: 'Your personal tokens', tags, response: { 200: itemsOf(Token), default: Problem } },
    },
    async (request) => ({ items: await people.tokensOf(actorOf(request)) }),
  )

  app.post(
    '/api/me/tokens',
    {
      config: { access: 'signed-in', answerIsSecret: true },
      schema: {
        summary: 'Create a personal token for scripts',
        description: 'The secret is in this answer only. Not with a personal token.',
        tags,
        body: TokenInput,
        response: { 201: NewToken, default: Problem },
      },
    },
    async (request, reply) => {
      const token = await people.createToken(sessionOf(request).actor, request.body)
      return reply.status(201).header('cache-control', 'no-store').send(token)
    },
  )

  app.delete(
    '/api/me/tokens/:id',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Revoke a personal token',
        tags,
        params: IdParams,
        response: { 204: Empty, default: Problem },
      },
    },
    async (request, reply) => {
      await people.withdrawToken(actorOf(request), request.params.id)
      return reply.status(204).send(null)
    },
  )
}
