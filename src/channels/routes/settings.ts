import { z } from 'zod'
import { actorOf } from '../../people/access.ts'
import type { App } from '../../platform/http/app.ts'
import { Empty, IdParams, Problem } from '../../platform/http/schemas.ts'
import { Channel, ChannelChange, ChannelInput, ChannelsQuery, ChannelTest, MailServer } from '../api.ts'
import type { Channels } from '../create-channels.ts'

const tags = ['channels']
const signedIn = { access: 'signed-in' } as const

export function settingsRoutes(app: App, { settings }: Pick<Channels, 'settings'>): void {
  app.route({
    method: 'GET',
    url: '/api/channels',
    config: signedIn,
    schema: {
      summary: 'Channels of a team, or of the workspace (admins), and how mail fares',
      tags,
      querystring: ChannelsQuery,
      response: { 200: z.object({ items: z.array(Channel), mail: MailServer }), default: Problem },
    },
    handler: async (request) => {
      const [actor, teamId] = [actorOf(request), request.query.teamId ?? null]
      return { items: await settings.list(actor, teamId), mail: await settings.mailServer(actor, teamId) }
    },
  })

  app.route({
    method: 'POST',
    url: '/api/channels',
    config: signedIn,
    schema: {
      summary: 'Add a channel to a team (leads) or to the workspace (admins)',
      description: 'A Slack webhook must lead to hooks.slack.com or to a host that an admin allowed.',
      tags,
      body: ChannelInput,
      response: { 201: Channel, default: Problem },
    },
    handler: async (request, reply) => reply.status(201).send(await settings.create(actorOf(request), request.body)),
  })

  app.route({
    method: 'PATCH',
    url: '/api/channels/:id',
    config: signedIn,
    schema: {
      summary: 'Change a channel, or switch it off and on',
      description: 'What waited for a webhook that failed leaves by the new one.',
      tags,
      params: IdParams,
      body: ChannelChange,
      response: { 200: Channel, default: Problem },
    },
    handler: (request) => settings.change(actorOf(request), request.params.id, request.body),
  })

  app.route({
    method: 'DELETE',
    url: '/api/channels/:id',
    config: signedIn,
    schema: {
      summary: 'Remove a channel; what waits for it is not sent',
      tags,
      params: IdParams,
      response: { 204: Empty, default: Problem },
    },
    handler: async (request, reply) => {
      await settings.remove(actorOf(request), request.params.id)
      return reply.status(204).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/channels/:id/test',
    config: signedIn,
    schema: {
      summary: 'Send a real test message now',
      tags,
      params: IdParams,
      response: { 200: ChannelTest, default: Problem },
    },
    handler: (request) => settings.test(actorOf(request), request.params.id),
  })

  app.route({
    method: 'POST',
    url: '/api/channels/mail-test',
    config: { access: 'admin' },
    schema: {
      summary: 'Send a real test mail to yourself now',
      tags,
      response: { 200: ChannelTest, default: Problem },
    },
    handler: (request) => settings.testMail(actorOf(request)),
  })
}
