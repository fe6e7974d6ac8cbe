import type { App } from '../../platform/http/app.ts'
import { Empty, IdParams, Problem } from '../../platform/http/schemas.ts'
import { actorOf, callerOf, sessionOf, setCookies } from '../access.ts'
import { Me, PasswordChangeInput, ProfileInput, Session } from '../api.ts'
import { personIdOf } from '../me.ts'
import type { People } from '../people.ts'
import { itemsOf } from './items-of.ts'

const tags = ['people']

export function meRoutes(app: App, people: People): void {
  app.get(
    '/api/me',
    {
      config: { access: 'signed-in' },
      schema: { summary: 'Who is signed in', tags, response: { 200: Me, default: Problem } },
    },
    async (request) => people.me(personIdOf(actorOf(request))),
  )

  app.patch(
    '/api/me',
    {
      config: { access: 'signed-in' },
      schema: { summary: 'Change your name', tags, body: ProfileInput, response: { 200: Me, default: Problem } },
    },
    async (request) => people.rename(actorOf(request), request.body.name),
  )

  app.post(
    '/api/me/password',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Change your password',
        description: 'All sessions end; this one goes on with a new cookie. Not with a personal token.',
        tags,
        body: PasswordChangeInput,
        response: { 204: Empty, default: Problem },
      },
    },
    async (request, reply) => {
      const { actor } = sessionOf(request)
      setCookies(reply, await people.changePassword(actor, request.body, callerOf(request)))
      return reply.status(204).send(null)
    },
  )

  app.get(
    '/api/me/sessions',
    {
      config: { access: 'signed-in' },
      schema: { summary: 'Where you are signed in', tags, response: { 200: itemsOf(Session), default: Problem } },
    },
    async (request) => ({ items: await people.sessionsOf(actorOf(request), request.sessionId) }),
  )

  app.delete(
    '/api/me/sessions/:id',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'End one of your sessions',
        description: 'Not with a personal token.',
        tags,
        params: IdParams,
        response: { 204: Empty, default: Problem },
      },
    },
    async (request, reply) => {
      await people.endSession(sessionOf(request).actor, request.params.id)
      return reply.status(204).send(null)
    },
  )
}
