import { actorOf } from '../../people/access.ts'
import type { App } from '../../platform/http/app.ts'
import { Problem } from '../../platform/http/schemas.ts'
import { WebhookHosts, WebhookHostsInput } from '../api.ts'
import type { Channels } from '../create-channels.ts'

const tags = ['channels']
const admin = { access: 'admin' } as const
const response = { 200: WebhookHosts, default: Problem }

export function hostRoutes(app: App, { settings }: Pick<Channels, 'settings'>): void {
  app.route({
    method: 'GET',
    url: '/api/webhook-hosts',
    config: admin,
    schema: { summary: 'Hosts beside hooks.slack.com that a webhook may lead to', tags, response },
    handler: async (request) => ({ items: await settings.hosts(actorOf(request)) }),
  })

  app.route({
    method: 'PUT',
    url: '/api/webhook-hosts',
    config: admin,
    schema: {
      summary: 'Replace the list of allowed hosts',
      description: 'Channels that lead to a host which is not in it any more fail and say so.',
      tags,
      body: WebhookHostsInput,
      response,
    },
    handler: async (request) => {
      const { items, reason } = request.body
      return { items: await settings.changeHosts(actorOf(request), items, reason) }
    },
  })
}
