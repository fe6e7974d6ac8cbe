import { z } from 'zod'
import type { App } from '../../platform/http/app.ts'
import { Empty, IdParams, Problem } from '../../platform/http/schemas.ts'
import { actorOf, callerOf, sessionOf, setCookies } from '../access.ts'
import { Invitation, InvitationAcceptance, InvitationInput, InvitationPreview, Me, NewInvitation } from '../api.ts'
import type { People } from '../people.ts'
import { itemsOf } from './items-of.ts'

const tags = ['people']
const TokenParams = z.object({ token: z.string().min(1).max(200) })

export function invitationRoutes(app: App, people: People): void {
  app.get(
    '/api/invitations',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Open invitations: all for admins, those into their teams for leads',
        tags,
        response: { 200: itemsOf(Invitation), default: Problem },
      },
    },
    async (request) => ({ items: await people.invitationsFor(actorOf(request)) }),
  )

  app.post(
    '/api/invitations',
    {
      config: { access: 'signed-in', answerIsSecret: true },
      schema: {
        summary: 'Invite somebody by mail or link',
        description:
          'Leads invite members into their own teams. The link is in this answer only. Not with a personal token.',
        tags,
        body: InvitationInput,
        response: { 201: NewInvitation, default: Problem },
      },
    },
    async (request, reply) => {
      const invitation = await people.invite(sessionOf(request).actor, request.body)
      return reply.status(201).header('cache-control', 'no-store').send(invitation)
    },
  )

  app.delete(
    '/api/invitations/:id',
    {
      config: { access: 'signed-in' },
      schema: {
        summary: 'Withdraw an invitation',
        tags,
        params: IdParams,
        response: { 204: Empty, default: Problem },
      },
    },
    async (request, reply) => {
      await people.withdraw(actorOf(request), request.params.id)
      return reply.status(204).send(null)
    },
  )

  app.get(
    '/api/invitations/preview/:token',
    {
      config: { access: 'public' },
      schema: {
        summary: 'What an invitation link leads to',
        description: '404 when it is unknown, expired, used or withdrawn.',
        tags,
        params: TokenParams,
        response: { 200: InvitationPreview, default: Problem },
      },
    },
    async (request) => people.previewInvitation(request.params.token),
  )

  app.post(
    '/api/invitations/accept',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Accept an invitation and sign in',
        tags,
        body: InvitationAcceptance,
        response: { 201: Me, default: Problem },
      },
    },
    async (request, reply) => {
      const { personId, cookies } = await people.acceptInvitation(request.body, callerOf(request))
      setCookies(reply, cookies)
      return reply.status(201).send(await people.me(personId))
    },
  )
}
