import type { App } from '../../platform/http/app.ts'
import { Empty, IdParams, Problem } from '../../platform/http/schemas.ts'
import { callerOf, sessionOf } from '../access.ts'
import { PasswordResetInput, PasswordResetRequest, ResetLink } from '../api.ts'
import type { People } from '../people.ts'

const tags = ['people']

export function passwordResetRoutes(app: App, people: People): void {
  app.post(
    '/api/password-reset',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Ask for a reset link by mail',
        description: 'The answer is the same for unknown addresses.',
        tags,
        body: PasswordResetRequest,
        response: { 202: Empty, default: Problem },
      },
    },
    async (request, reply) => {
      await people.requestReset(request.body.email, callerOf(request))
      return reply.status(202).send(null)
    },
  )

  app.post(
    '/api/password-reset/confirm',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Set a new password with a reset link',
        description: 'All sessions of the person end.',
        tags,
        body: PasswordResetInput,
        response: { 204: Empty, default: Problem },
      },
    },
    async (request, reply) => {
      await people.confirmReset(request.body, callerOf(request))
      return reply.status(204).send(null)
    },
  )

  app.post(
    '/api/people/:id/reset-link',
    {
      config: { access: 'admin', answerIsSecret: true },
      schema: {
        summary: 'Create a reset link to hand over in person',
        description: 'Not with a personal token.',
        tags,
        params: IdParams,
        response: { 200: ResetLink, default: Problem },
      },
    },
    async (request, reply) => {
      const link = await people.createResetLink(sessionOf(request).actor, request.params.id)
      return reply.header('cache-control', 'no-store').send(link)
    },
  )
}
